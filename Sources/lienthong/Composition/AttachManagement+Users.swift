import Bus
import Console
import Events
import JSON

extension AttachManagement {
    /// Asks everything that can be known beforehand, so that an attach which could not make its user makes nothing else.
    /// - Throws: 69 when the API does not answer, 77 when our user may not make users, 65 when this is another broker, 1
    ///   when the user belongs to another installation.
    func check(_ user: BrokerUser) async throws {
        let host = try await send("GET", "/api/vhosts/\(Self.escaped(virtualHost))/permissions")
        if host.status == 404 {
            throw ControlFailure(
                exit: 65,
                "what answers at broker.management.url has no virtual host `\(virtualHost)`: it must be the management API of "
                    + "the broker that is configured")
        }
        try expect(host, "looking at the rights in \(virtualHost)")
        let hosts = try await virtualHosts(of: user.name)
        guard hosts.isEmpty || hosts.contains(virtualHost) else {
            throw ControlFailure(
                exit: 1,
                "the broker has a user \(user.name) already, with rights in \(hosts.sorted().joined(separator: ", ")): users "
                    + "are one for all virtual hosts, and a new password would lock that one's clients out; attach under "
                    + "another name")
        }
    }

    /// Makes the user, or gives it its password, its rights and no tag again; who is connected stays so.
    /// - Parameter hash: of the password in the consumer's file.
    func put(_ user: BrokerUser, hash: String) async throws {
        let name = Self.escaped(user.name)
        let body: JSONValue = [
            "password_hash": .string(hash), "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": "",
        ]
        try expect(try await send("PUT", "/api/users/\(name)", body), "making the user \(user.name)")
        let rights: JSONValue = [
            "configure": .string(user.rights.configure.description), "write": .string(user.rights.write.description),
            "read": .string(user.rights.read.description),
        ]
        try expect(
            try await send("PUT", "/api/permissions/\(Self.escaped(virtualHost))/\(name)", rights),
            "giving \(user.name) its rights")
    }

    /// Takes the user away, and with it its connections; no error when there is none.
    ///
    /// A user that somebody has given rights in other virtual hosts too loses those in ours only.
    /// - Returns: whether there is no such user any more.
    func delete(user: String) async throws -> Bool {
        let others = try await virtualHosts(of: user).subtracting([virtualHost])
        let name = Self.escaped(user)
        let path = others.isEmpty ? "/api/users/\(name)" : "/api/permissions/\(Self.escaped(virtualHost))/\(name)"
        let reply = try await send("DELETE", path)
        if reply.status != 404 { try expect(reply, "deleting the user \(user)") }
        return others.isEmpty
    }

    /// Where a user has rights; nowhere when there is no such user.
    private func virtualHosts(of user: String) async throws -> Set<String> {
        let reply = try await send("GET", "/api/users/\(Self.escaped(user))/permissions")
        if reply.status == 404 { return [] }
        try expect(reply, "looking for the user \(user)")
        guard let list = (try? JSON.parse(reply.body))?.array else {
            throw ControlFailure(exit: 69, "what answers at broker.management.url is no management API of RabbitMQ")
        }
        return Set(list.compactMap { $0["vhost"]?.string })
    }
}
