import Foundation

/// Three RabbitMQ nodes of this test process alone that are one cluster, made by `deploy/cluster`.
///
/// `shared()` starts one on first use (about 20 s); whoever breaks it calls `mend()` before the next one begins. A
/// watcher ends and deletes it when the test process ends.
public final class PrivateCluster: Sendable {
    /// Each with its own port and the same user, password and virtual hosts.
    public let nodes: [PrivateBroker]
    private let leash: FileHandle

    private init(nodes: [PrivateBroker], leash: FileHandle) {
        self.nodes = nodes
        self.leash = leash
    }

    private static let single = Task { try await start() }

    /// The cluster all suites of this process share.
    public static func shared() async throws -> PrivateCluster { try await single.value }

    private static func start() async throws -> PrivateCluster {
        let script = PrivateBroker.script("cluster")
        var failure = ""
        // Another process may take a port between the choice and the use of it.
        for _ in 0..<3 {
            let folder = try TemporaryDirectory("lienthong-cluster").path
            let leash = try PrivateBroker.watch(folder, by: script)
            let port = try FreePort.first(of: 9)
            let result = try await Subprocess.run(script, ["start", "--data", folder, "--port", String(port)])
            if result.status == 0 {
                let password = try String(contentsOfFile: folder + "/password", encoding: .utf8)
                let nodes = (0..<3).map { number in
                    PrivateBroker(
                        port: port + 3 * number, password: password, folder: folder + "/node\(number + 1)", leash: nil)
                }
                return PrivateCluster(nodes: nodes, leash: leash)
            }
            failure = result.errors
            try leash.close()
        }
        throw Subprocess.Failure(description: "no private cluster: \(failure)")
    }

    /// A node's name within the cluster.
    public func name(_ index: Int) -> String { "lienthong-\(nodes[index].port)@localhost" }

    /// On a node: how many run, and those that are on record as partitioned. Without Mnesia, which RabbitMQ 4.3 has not, there
    /// is no such record.
    private static let running =
        "length(case erlang:function_exported(rabbit_nodes, list_running, 0) of "
        + "true -> rabbit_nodes:list_running(); false -> rabbit_nodes:all_running() end)"
    private static let partitions =
        "(case erlang:function_exported(rabbit_node_monitor, partitions, 0) of "
        + "true -> rabbit_node_monitor:partitions(); false -> [] end)"

    /// Waits until every node serves and sees all the others.
    public func whole() async throws {
        for (index, node) in nodes.enumerated() {
            var last = ""
            do {
                try await eventually("node \(index + 1) serves and sees the others", within: .seconds(90)) {
                    let answer = try? await node.eval(
                        "{rabbit:is_running(), \(Self.running), \(Self.partitions)}.")
                    last = answer ?? "no answer"
                    return last.contains("{true, 3, []}")
                }
            } catch {
                throw NeverHappened(description: "\(error); it says \(last)")
            }
        }
    }

    /// Undoes whatever was done to nodes: lets them go on, see the others, and run; waits until the cluster is whole.
    ///
    /// A node that stood still for longer than `net_ticktime` may come back with the others on record as partitioned,
    /// because it did not see itself cut off: `pause_minority` does not cover that, and RabbitMQ leaves it to whoever runs
    /// it to restart the node. So it is done here.
    public func mend() async throws {
        for index in nodes.indices {
            // Fails for a node that does not run.
            try? nodes[index].resume()
            try? await rejoin(index)
        }
        for node in nodes { try await node.restart() }
        for (index, node) in nodes.enumerated() where try await isPartitioned(index) {
            print("cluster: node \(index + 1) came back partitioned and is restarted")
            try await node.kill()
            try await node.restart()
        }
        try await whole()
    }

    /// Waits until the node has made up its mind whether both others are on record as partitioned.
    private func isPartitioned(_ index: Int) async throws -> Bool {
        var answer = ""
        try await eventually("node \(index + 1) sees the others or has lost them", within: .seconds(90)) {
            answer = (try? await nodes[index].eval(
                "{length(\(Self.partitions)), \(Self.running)}.")) ?? ""
            return answer.contains("{2, ") || answer.contains(", 3}")
        }
        return answer.contains("{2, ")
    }

    /// The index of the node that leads a quorum queue, as another node knows it; nil while there is none.
    public func leader(of queue: String, in virtualHost: String, askedOf index: Int) async throws -> Int? {
        let answer = try await nodes[index].eval(
            "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"\(virtualHost)\">>, queue, <<\"\(queue)\">>)), "
                + "element(2, amqqueue:get_pid(Q)).")
        return nodes.indices.first { answer.contains(name($0)) }
    }

    /// Cuts a node off from the others, not from its clients; `mend()` lets it see them again.
    ///
    /// It stands for a cut cable between machines and works for every user on every machine, without network namespaces: the
    /// node takes the others' cookie for wrong, so that no new link comes about, and the Erlang links there are end.
    /// - Parameter silently: whether both ends only stop reading the links, so that, as with a cable, nobody is told and each
    ///   side finds out after `net_ticktime`; otherwise they are closed, as by a reset.
    public func cutOff(_ index: Int, silently: Bool) async throws {
        let cut = "[erlang:set_cookie(N, cut) || N <- [\(others(index))]]"
        guard silently else {
            try await nodes[index].eval("\(cut), [erlang:disconnect_node(N) || N <- [\(others(index))]].")
            return
        }
        try await nodes[index].eval("\(cut), \(deaf(to: others(index))).")
        for other in nodes.indices where other != index { try await nodes[other].eval("\(deaf(to: "'\(name(index))'")).") }
    }

    /// The ports of the links to some nodes no longer read.
    private func deaf(to others: String) -> String {
        "[ok = inet:setopts(P, [{active, false}]) || {N, P} <- erlang:system_info(dist_ctrl), lists:member(N, [\(others)])]"
    }

    /// Lets the node see the others again.
    private func rejoin(_ index: Int) async throws {
        try await nodes[index].eval("C = erlang:get_cookie(), [erlang:set_cookie(N, C) || N <- [\(others(index))]].")
    }

    private func others(_ index: Int) -> String {
        nodes.indices.filter { $0 != index }.map { "'\(name($0))'" }.joined(separator: ", ")
    }
}
