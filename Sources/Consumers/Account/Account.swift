public import JSON

/// Where everything is that was handed over: in = done + parked + waiting + held + discarded + refused, by counting ids.
public struct Account: Sendable, Hashable {
    /// One system's ids. `received = refused + accepted`;
    /// `accepted = processed + waiting + held + parked + discarded`.
    public struct Counts: Sendable, Hashable {
        /// One for each event of a message that was understood, one for each message that was not.
        public var received = 0
        /// Native messages answered with a refusal; their originals are in quarantine.
        public var refused = 0
        public var accepted = 0
        public var processed = 0
        /// In the outbox, or on the broker.
        public var waiting = 0
        /// Kept because the receiver holds, or was holding when it came and has not released it yet.
        public var held = 0
        public var parked = 0
        public var discarded = 0

        public init() {}
    }

    public var systems: [String: Counts]
    /// Ids that are nowhere although they were sent, or in two places at once. Sorted.
    public var differences: [String]

    public var balanced: Bool {
        differences.isEmpty
            && systems.values.allSatisfy {
                $0.received == $0.refused + $0.accepted
                    && $0.accepted == $0.processed + $0.waiting + $0.held + $0.parked + $0.discarded
            }
    }
}

extension Account {
    public var json: JSONValue {
        let members = systems.sorted { $0.key < $1.key }.map { name, counts in
            JSONObject.Member(key: name, value: counts.json)
        }
        return [
            "balanced": .bool(balanced),
            "differences": .array(differences.map(JSONValue.string)),
            "systems": .object(JSONObject(members)),
        ]
    }

    /// A table for a terminal.
    public var text: String {
        let heads = ["system", "received", "refused", "accepted", "processed", "waiting", "held", "parked", "discarded"]
        var rows = [heads]
        var sum = Counts()
        for (name, counts) in systems.sorted(by: { $0.key < $1.key }) {
            rows.append([name] + counts.values.map(String.init))
            sum.add(counts)
        }
        rows.append(["all"] + sum.values.map(String.init))
        let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            row.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + gap : gap + row[column]
            }.joined(separator: "  ")
        }
        lines.append(balanced ? "balanced: every id is accounted for" : "NOT balanced: \(differences.count) ids differ")
        lines.append(contentsOf: differences.map { "  \($0)" })
        return lines.joined(separator: "\n")
    }
}

extension Account.Counts {
    fileprivate var values: [Int] { [received, refused, accepted, processed, waiting, held, parked, discarded] }

    fileprivate mutating func add(_ other: Self) {
        received += other.received
        refused += other.refused
        accepted += other.accepted
        processed += other.processed
        waiting += other.waiting
        held += other.held
        parked += other.parked
        discarded += other.discarded
    }

    fileprivate var json: JSONValue {
        let names = ["received", "refused", "accepted", "processed", "waiting", "held", "parked", "discarded"]
        return .object(
            JSONObject(zip(names, values).map { .init(key: $0, value: .integer(Int64($1))) }))
    }
}
