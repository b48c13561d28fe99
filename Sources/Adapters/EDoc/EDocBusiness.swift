/// BussinessDocType (the standard's spelling): what a message does with its document.
public enum EDocBusiness: String, Sendable, Hashable, CaseIterable {
    case new = "0"
    case revocation = "1"
    case update = "2"
    case replacement = "3"
}
