/// Finds a repeated key in a text that the guard has let by. Linear, whatever the keys: Swift seeds its hashes.
enum DuplicateKeyFinder {
    /// - Returns: the offset of the opening quote of the first key that its object has already.
    static func firstDuplicate(in text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        // One entry a level, at most `JSON.maximumDepth`; nil for an array.
        var levels: [Set<String>?] = []
        var keyIsNext = false
        var index = range.lowerBound
        while index < range.upperBound {
            switch text[index] {
            case UInt8(ascii: "{"):
                levels.append([])
                keyIsNext = true
            case UInt8(ascii: "["):
                levels.append(nil)
                keyIsNext = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                levels.removeLast()
            case UInt8(ascii: ","):
                keyIsNext = levels.last.map { $0 != nil } ?? false
            case UInt8(ascii: "\""):
                let end = endOfString(in: text, at: index)
                if keyIsNext {
                    let key = unescaped(UnsafeRawBufferPointer(rebasing: text[index..<end]))
                    guard levels[levels.count - 1]?.insert(key).inserted == true else { return index }
                    keyIsNext = false
                }
                index = end - 1
            default:
                break
            }
            index += 1
        }
        return nil
    }

    private static func endOfString(in text: UnsafeRawBufferPointer, at start: Int) -> Int {
        var index = start + 1
        while text[index] != UInt8(ascii: "\"") { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return index + 1
    }

    /// json-c itself unescapes, so that two opinions of one key are impossible.
    private static func unescaped(_ quoted: UnsafeRawBufferPointer) -> String {
        guard quoted.contains(UInt8(ascii: "\\")), let document = try? JSONTokener().read(quoted, offset: 0) else {
            return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
        }
        var members = 0
        return document.value(countingMembers: &members).string ?? ""
    }
}
