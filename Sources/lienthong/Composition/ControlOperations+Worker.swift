import Console
import JSON
import Store

extension ControlOperations {
    var workerOperations: [String: ControlOperation] {
        let workers = ConsumerOperations(node: node)
        return [
            "worker/list": { _ in try await workers.list() },
            "worker/pause": { request in try await workers.pause(request) },
            "worker/resume": { request in try await workers.resume(request) },
            "worker/set": { request in try await workers.set(request) },
        ]
    }

    var processOperations: [String: ControlOperation] {
        let node = node
        let registry = ProcessRegistry(store: node.control, now: SystemClock.now)
        return [
            "processes/list": { _ in
                .array(
                    try await registry.processes().map { process in
                        var object = process.json.object ?? JSONObject()
                        object["alive"] = .bool(InstallationLock.isHeld(.process(process.name), node.configuration))
                        return .object(object)
                    })
            },
            "processes/forget": { request in
                let (name, reason) = (try request.text("name"), try request.text("reason"))
                guard !InstallationLock.isHeld(.process(name), node.configuration) else {
                    throw ControlFailure(exit: 1, "\(name) is running; stop it, and it takes itself off the list")
                }
                try await ConsumerOperations(node: node).forget(process: name, by: request.actor, reason: reason)
                guard try await registry.forget(name, actor: request.actor, reason: reason) else {
                    throw ControlFailure(exit: 65, "there is no process \(name) on the list")
                }
                return ["forgotten": .string(name)]
            },
        ]
    }
}
