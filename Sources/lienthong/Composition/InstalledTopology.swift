import Bus
import Consumers
import Events
import Store

/// The topology of this installation: the fixed part and what was attached to it.
enum InstalledTopology {
    static func load(_ configuration: Configuration, _ control: any ControlStore) async throws -> Topology {
        let bound = LienThongTopology.topology(
            partitions: try Stores.partitioning(configuration), consumers: try await AttachedConsumers.load(control))
        return bound.adding(try await AttachFeeds.topology(configuration, control))
    }

    /// The topology with everybody who was attached so far; nobody when this installation has never run here.
    static func existing(_ configuration: Configuration) async throws -> (Topology, consumers: [AttachedConsumer]) {
        guard let stores = try? await Stores.openExisting(configuration) else {
            return (LienThongTopology.topology(partitions: try Stores.partitioning(configuration), consumers: []), [])
        }
        let topology = try await load(configuration, stores.control)
        let consumers = try await AttachedConsumers.all(stores.control).filter { !$0.isDetaching }.map(\.consumer)
        await stores.close()
        return (topology, consumers)
    }
}
