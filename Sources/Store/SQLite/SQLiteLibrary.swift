import CSQLite

/// What is set for SQLite as a whole, before its first use in the process; later it would be refused and nothing lost by it.
enum SQLiteLibrary {
    /// SQLite counts every allocation behind a lock for figures that nobody here asks for; in a profile that
    /// is a fifteenth of the writing thread.
    static let isPrepared: Bool = lt_sqlite_count_no_memory() == 0
}
