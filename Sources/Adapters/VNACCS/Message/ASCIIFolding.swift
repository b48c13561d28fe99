/// Vietnamese text for fields that hold ASCII only.
enum ASCIIFolding {
    private static let letters: [Unicode.Scalar: Unicode.Scalar] = {
        let families: [(Unicode.Scalar, String)] = [
            ("a", "àáảãạăằắẳẵặâầấẩẫậ"), ("e", "èéẻẽẹêềếểễệ"), ("i", "ìíỉĩị"), ("o", "òóỏõọôồốổỗộơờớởỡợ"),
            ("u", "ùúủũụưừứửữự"), ("y", "ỳýỷỹỵ"), ("d", "đ"),
            ("A", "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ"), ("E", "ÈÉẺẼẸÊỀẾỂỄỆ"), ("I", "ÌÍỈĨỊ"), ("O", "ÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ"),
            ("U", "ÙÚỦŨỤƯỪỨỬỮỰ"), ("Y", "ỲÝỶỸỴ"), ("D", "Đ"),
        ]
        var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (base, family) in families {
            for scalar in family.unicodeScalars { letters[scalar] = base }
        }
        return letters
    }()

    /// Letters lose their marks, composed or combining; control characters become blanks, anything else `?`.
    static func fold(_ text: String) -> String {
        // Declaration numbers and most remarks have nothing to fold.
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20...0x7E: folded.append(scalar)
            case 0x300...0x36F: continue
            case 0..<0x20, 0x7F: folded.append(" ")
            default: folded.append(letters[scalar] ?? "?")
            }
        }
        return String(folded)
    }
}
