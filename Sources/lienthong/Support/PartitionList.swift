/// Partitions as operators write them: `0-3`, `0,2,5`, `0-3,6`.
enum PartitionList {
    /// - Parameter count: how many partitions the installation has.
    /// - Returns: in order, each once.
    /// - Throws: 64 when the text says something else, or a partition that there is not.
    static func parse(_ text: String, of count: Int) throws(CommandFailure) -> [Int] {
        var partitions: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { number($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
                throw CommandFailure(.usage, "--partitions must be a list like 0-3 or 0,2,5")
            }
            guard last < count else {
                throw CommandFailure(.usage, "--partitions: this installation has partitions 0 to \(count - 1), not \(last)")
            }
            partitions.formUnion(first...last)
        }
        return partitions.sorted()
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
