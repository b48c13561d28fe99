import GRDB

extension StoreError {
    /// What SQLite said, as this store's users have to see it. Never the statement's values.
    init(sqlite error: any Error, doing what: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.unavailable, "\(what): \(type(of: error))", isRetryable: true, cause: error)
            return
        }
        let detail = "\(what): \(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
        switch error.resultCode {
        // The first: the log's index, a file beside it, cannot grow.
        case _ where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE, .SQLITE_FULL:
            self.init(
                .full, "\(detail); nothing was stored; free space on the volume", isRetryable: true, cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "\(detail); another process holds the file", isRetryable: true, cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH:
            self.init(.corrupt, detail, cause: error)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
            self.init(
                .unavailable, "\(detail); the folder must exist and this process must be allowed to write in it",
                isRetryable: true, cause: error)
        case .SQLITE_IOERR:
            // After a failed fsync nobody knows which pages reached the disk; only a fresh start reads what is there.
            self.init(.unavailable, "\(detail); the disk failed, restart after checking it", cause: error)
        case .SQLITE_MISUSE where error.message == "Connection is closed":
            self.init(.closed, "\(what): the store is closed", cause: error)
        case .SQLITE_TOOBIG, .SQLITE_RANGE:
            self.init(.invalid, detail, cause: error)
        default:
            self.init(.unavailable, detail, isRetryable: true, cause: error)
        }
    }
}
