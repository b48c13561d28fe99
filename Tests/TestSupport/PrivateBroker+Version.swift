extension PrivateBroker {
    /// Whether it is one of the versions before this one; the tests run on 3.10 and on what `deploy/rabbitmq` brings.
    public func isBefore(_ major: Int, _ minor: Int) async throws -> Bool {
        // {ok, "3.10.8"}
        let numbers = try await eval("rabbit_misc:version().").split { !$0.isNumber }.compactMap { Int($0) }
        return numbers.lexicographicallyPrecedes([major, minor])
    }

    /// Whether it keeps its queues in Mnesia, as RabbitMQ up to 4.1 does unless it is told otherwise.
    public func hasMnesia() async throws -> Bool {
        try await eval("mnesia:system_info(is_running).").contains("yes")
    }
}
