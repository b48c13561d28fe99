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
}
