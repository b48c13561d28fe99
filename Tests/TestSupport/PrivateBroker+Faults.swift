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

    /// Like `kill()`, without reading the node's folder, for a disk that has lost its power; also ends all its helpers, so
    /// that nobody has files open there any more.
    public func killWithoutItsFolder() async throws {
        try await eventually("no process of the node is left") {
            let left = processes
            for process in left { Foundation.kill(process, SIGKILL) }
            return left.isEmpty
        }
    }

    /// Those that `deploy/broker` has started, by the home that it gives them.
    private var processes: [pid_t] {
        let mark = "HOME=\(folder)/home"
        return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }.filter { pid in
            let environment = FileBytes.read("/proc/\(pid)/environ")
            return environment?.split(separator: 0).contains { $0.elementsEqual(mark.utf8) } == true
        }
    }

    /// An orderly end (SIGTERM). The data stay; `restart()` brings the node back. Throws when it had to be killed in the end.
    public func stop() async throws {
        let result = try await Subprocess.run(Self.script, ["stop", "--data", folder])
        guard result.status == 0, result.errors.isEmpty else { throw Subprocess.Failure(description: result.errors) }
    }

    /// Writes to disk which quorum queues there are, and empties the log of definitions into their tables.
    ///
    /// RabbitMQ 3.10 keeps that in a table which it saves half a second after a change. A node killed before comes back with
    /// the queue and without all its messages, confirmed ones too; a test that declares, publishes and kills within that
    /// time would see that and nothing else. Of new nodes that were killed within a second of a declaration two of about fifteen came
    /// back without the queue's definition, for a reason that was not found (docs/runbooks/broker.md, section 6).
    public func saveDeclarations() async throws {
        // RabbitMQ 4.2 and later have no Mnesia unless they are told to.
        try await eval(
            "[ok = dets:sync(T) || T <- dets:all()], "
                + "case mnesia:system_info(is_running) of yes -> dumped = mnesia:dump_log(); _ -> none end.")
    }

    /// Starts the node again on the same port with the same data, after `kill()` or `stop()`.
    public func restart() async throws {
        let result = try await Subprocess.run(Self.script, ["start", "--data", folder])
        guard result.status == 0 else { throw Subprocess.Failure(description: result.errors) }
    }

    /// Stops the node's process in its tracks (SIGSTOP): connections stay open and nothing answers.
    public func suspend() throws { try signal(SIGSTOP) }

    /// Lets a suspended node go on (SIGCONT).
    public func resume() throws { try signal(SIGCONT) }

    /// Raises or clears the memory alarm, which blocks every connection that publishes, and waits until the node's
    /// connections have been told: the monitor looks only every second or so.
    public func setMemoryAlarm(_ raised: Bool) async throws {
        try await eval(
            """
            vm_memory_monitor:set_vm_memory_high_watermark(\(raised ? "0.00001" : "0.4")), \
            Wait = fun Again(0) -> timeout; Again(N) -> \
            case lists:any(fun({{resource_limit, memory, _}, _}) -> true; (_) -> false end, rabbit_alarm:get_alarms()) of \
            \(raised) -> ok; _ -> timer:sleep(50), Again(N - 1) end end, ok = Wait(600).
            """)
    }

    /// Closes every AMQP connection of a virtual host from the node's side (320 CONNECTION_FORCED).
    public func closeConnections(of virtualHost: String) async throws {
        try await eval(
            "[rabbit_networking:close_connection(P, \"closed by a test\") || P <- rabbit_networking:connections(), "
                + "[{vhost, <<\"\(virtualHost)\">>}] =:= (catch rabbit_networking:connection_info(P, [vhost]))].")
    }

    /// The node's clock in seconds since 1970.
    public func seconds() async throws -> Int {
        let answer = try await eval("erlang:system_time(second).")
        guard let seconds = Int(answer.filter(\.isNumber)) else { throw Subprocess.Failure(description: answer) }
        return seconds
    }
}
