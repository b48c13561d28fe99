import Bus
import Events
import JSON
import Store

/// What a plan is held against before the journal is read: what could never run, or would take nothing, is refused with
/// what there is instead.
struct ReplayCheck: Sendable {
    /// Every system of the published language, the pipeline among them.
    static let systems: [String] = {
        var systems: [String] = []
        for payload in PayloadCatalog.all where !systems.contains(payload.type.system) {
            systems.append(payload.type.system)
        }
        return systems
    }()

    static let types: [String] = PayloadCatalog.all.map { $0.type.rawValue }

    let store: any ControlStore

    /// 1 to 64 lower-case letters, digits and hyphens.
    static func name(_ name: String, _ place: String) throws(RestructureError) {
        guard (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else {
            throw RestructureError(.invalid, "is not 1 to 64 lower-case letters, digits and hyphens", place: place)
        }
    }

    static func rate(_ rate: Int) throws(RestructureError) {
        guard (1...1_000_000).contains(rate) else {
            throw RestructureError(.invalid, "rate is not from 1 to 1000000 events a second", place: "rate")
        }
    }

    /// Refuses a filter that no event can pass.
    static func filter(_ filter: ReplayFilter) throws(RestructureError) {
        if let from = filter.from, let until = filter.until, from >= until {
            throw RestructureError(
                .invalid, "from \(from) is not before until \(until): no event lies between them", place: "from")
        }
        for system in filter.systems.sorted() where !systems.contains(system) {
            throw RestructureError(
                .invalid, "there is no system `\(system)`; there are \(systems.joined(separator: ", "))", place: "system")
        }
        for type in filter.types.sorted() {
            guard types.contains(type), let system = EventType(type)?.system else {
                throw RestructureError(
                    .invalid, "there is no event type `\(type)`; there are \(types.joined(separator: ", "))", place: "type")
            }
            guard filter.systems.isEmpty || filter.systems.contains(system) else {
                throw RestructureError(
                    .invalid,
                    "`\(type)` is an event of \(system), and only \(filter.systems.sorted().joined(separator: ", ")) is to be replayed",
                    place: "type")
            }
        }
    }

    /// Refuses an id that was used before, however that replay ended.
    func unused(_ id: String) async throws(RestructureError) {
        let present: ControlRecord?
        do throws(StoreError) {
            present = try await store.record(ReplayRun.recordKind, id)
        } catch {
            throw RestructureError(error, place: id)
        }
        if present != nil { throw Self.used(id) }
    }

    static func used(_ id: String) -> RestructureError {
        RestructureError(.invalid, "this replay id exists already; choose another", place: id)
    }

    /// - Returns: the target with its queues known.
    /// - Throws: `invalid` when no such consumer is attached.
    func target(_ target: ReplayTarget) async throws(RestructureError) -> ReplayTarget {
        guard case .consumer(let name, _) = target else { return target }
        let attached: [ControlRecord]
        do throws(StoreError) {
            attached = try await store.records(ReplayTarget.recordKind)
        } catch {
            throw RestructureError(error, place: "to")
        }
        guard let record = attached.first(where: { $0.key == name }) else {
            let names = (["declarations"] + attached.map(\.key)).joined(separator: ", ")
            throw RestructureError(
                .invalid, "no consumer `\(name)` is attached; a replay can go to \(names)", place: "to")
        }
        let value = try? JSON.parse(record.value)
        return .consumer(name, isPartitioned: value?["partitioned"]?.bool ?? false)
    }
}
