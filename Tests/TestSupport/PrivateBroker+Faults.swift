import Foundation

extension PrivateBroker {
    /// The pid of the node's own process.
    private var pid: pid_t? {
        (try? String(contentsOfFile: folder + "/pid", encoding: .utf8)).flatMap {
            pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    private func signal(_ number: Int32) throws {
        guard let pid, Foundation.kill(pid, number) == 0 else {
            throw Subprocess.Failure(description: "the node is not running")
        }
    }

    /// Like a power switch: SIGKILL. The data stay; `restart()` brings the node back.
    public func kill() async throws {
        _ = try await Subprocess.run(Self.script, ["stop", "--now", "--data", folder])
    }

    /// Starts the node again on the same port with the same data, after `kill()`.
    public func restart() async throws {
        let result = try await Subprocess.run(Self.script, ["start", "--data", folder])
        guard result.status == 0 else { throw Subprocess.Failure(description: result.errors) }
    }

    /// Stops the node's process in its tracks (SIGSTOP): connections stay open and nothing answers.
    public func suspend() throws { try signal(SIGSTOP) }

    /// Lets a suspended node go on (SIGCONT).
    public func resume() throws { try signal(SIGCONT) }

    /// Raises or clears the memory alarm, which blocks every connection that publishes.
    public func setMemoryAlarm(_ raised: Bool) async throws {
        try await eval("vm_memory_monitor:set_vm_memory_high_watermark(\(raised ? "0.00001" : "0.4")).")
    }

    /// Closes every AMQP connection of the node from its side (320 CONNECTION_FORCED).
    public func closeConnections() async throws {
        try await eval(
            "[rabbit_networking:close_connection(P, \"closed by a test\") || P <- rabbit_networking:local_connections()].")
    }

    /// The number of messages that wait in a queue, counting those delivered and not acknowledged.
    public func messageCount(queue: String, virtualHost: String) async throws -> Int {
        let answer = try await eval(
            "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"\(virtualHost)\">>, queue, <<\"\(queue)\">>)), "
                + "[{messages, N}] = rabbit_amqqueue:info(Q, [messages]), N.")
        return Int(answer.filter(\.isNumber)) ?? -1
    }
}
