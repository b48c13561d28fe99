/// A store whose disk may fail under it, after which this process can write nothing more to it.
public protocol DiskBackedStore: Sendable {
    /// The failure of the disk, once there is one: an I/O error under a commit. Every later write is refused with the same error;
    /// only whoever opens the file anew sees what is on the disk. Ends with the store; with several readers, one gets it.
    var diskFailures: AsyncStream<StoreError> { get }
}
