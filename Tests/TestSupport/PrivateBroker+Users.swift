extension PrivateBroker {
    /// Sets a user's password, as whoever runs a broker does after importing definitions.
    public func setPassword(_ password: String, of user: String) async throws {
        try await eval(
            "ok = rabbit_auth_backend_internal:change_password(<<\"\(user)\">>, <<\"\(password)\">>, <<\"test\">>).")
    }

    /// Makes a user without rights in any virtual host.
    /// - Parameter tag: what it may do by the management API: `administrator`, `management` and the like.
    public func addUser(_ user: String, password: String, tag: String) async throws {
        try await eval("ok = rabbit_auth_backend_internal:add_user(<<\"\(user)\">>, <<\"\(password)\">>, <<\"test\">>).")
        try await setTag(tag, of: user)
    }

    /// Gives a user this tag and no other.
    public func setTag(_ tag: String, of user: String) async throws {
        try await eval("ok = rabbit_auth_backend_internal:set_tags(<<\"\(user)\">>, [\(tag)], <<\"test\">>).")
    }

    /// Whether there is a user of this name.
    public func hasUser(_ user: String) async throws -> Bool {
        try await eval(
            "case rabbit_auth_backend_internal:lookup_user(<<\"\(user)\">>) of {ok, _} -> there; {error, not_found} -> none end."
        ).contains("there")
    }

    /// What the broker lets users do to objects of a virtual host, asked of the broker itself.
    /// - Returns: lines of the form `user kind name right`, one for each act that is allowed.
    public func allowed(
        _ users: [String], exchanges: [String], queues: [String], in virtualHost: String
    ) async throws -> [String] {
        let objects = exchanges.map { "{exchange, \"\($0)\"}" } + queues.map { "{queue, \"\($0)\"}" }
        let answer = try await eval(
            "lists:flatten([io_lib:format(\"~s ~s ~s ~s;\", [U, K, N, P]) || U <- [\(Self.list(users))], "
                + "{K, N} <- [\(objects.joined(separator: ", "))], P <- [configure, write, read], "
                + "rabbit_auth_backend_internal:check_resource_access({auth_user, list_to_binary(U), [], none}, "
                + "{resource, <<\"\(virtualHost)\">>, K, list_to_binary(N)}, P, #{})]).")
        guard let from = answer.firstIndex(of: "\""), let to = answer.lastIndex(of: "\""), from < to else { return [] }
        return answer[answer.index(after: from)..<to].split(separator: ";").map(String.init)
    }

    private static func list(_ texts: [String]) -> String { texts.map { "\"\($0)\"" }.joined(separator: ", ") }
}
