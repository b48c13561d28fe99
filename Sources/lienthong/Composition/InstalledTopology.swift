import Bus
import Consumers
import Events
import Store

/// The topology of this installation: the fixed part and what was attached to it.
enum InstalledTopology {
    static func load(_ configuration: Configuration, _ control: any ControlStore) async throws -> Topology {
        LienThongTopology.topology(
            partitions: try Stores.partitioning(configuration), consumers: try await AttachedConsumers.load(control))
    }

    /// What was attached so far; none when this installation has never run here.
    static func consumers(_ configuration: Configuration) async throws -> [AttachedConsumer] {
        guard let stores = try? await Stores.openExisting(configuration) else { return [] }
        let consumers = try await AttachedConsumers.load(stores.control)
        await stores.close()
        return consumers
    }
}
