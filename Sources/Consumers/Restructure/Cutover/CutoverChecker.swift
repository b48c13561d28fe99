import Bus
import Store

/// Looks at everything a plan needs, and changes nothing.
struct CutoverChecker: Sendable {
    let plan: CutoverPlan
    let files: PlanFiles
    let receivers: ReceiverService
    let catalogs: CatalogService
    let processes: [ProcessRecord]
    let freeBytes: Int64?
    let now: Timestamp
    /// Steps that a run of this plan has done: only the others are looked at, and what that run itself has changed speaks
    /// against nothing. nil for a run that has not begun.
    let stepsDone: Int?

    private var ahead: ArraySlice<CutoverStep> { plan.steps.dropFirst(stepsDone ?? 0) }

    func lines() async throws(RestructureError) -> [CheckLine] {
        let lines = (try await receiverLines()) + balance() + (try await catalogLines())
        return stepsDone == nil ? [clock()] + lines + [disk()] : lines
    }

    private func clock() -> CheckLine {
        let window = "\(plan.windowFrom) to \(plan.windowUntil)"
        if now < plan.windowFrom { return CheckLine("window", .warning, "it is \(now), before the window \(window)") }
        if now > plan.windowUntil { return CheckLine("window", .warning, "it is \(now), after the window \(window)") }
        return CheckLine("window", .ok, "it is \(now), within \(window)")
    }

    private func receiverLines() async throws(RestructureError) -> [CheckLine] {
        var lines: [CheckLine] = []
        var seen: Set<String> = []
        let systems = ahead.flatMap { step in
            if case .drain(let systems) = step.act { systems } else { step.receiver.map { [$0] } ?? [] }
        }
        for receiver in systems where seen.insert(receiver).inserted {
            guard receivers.receivers.contains(receiver) else {
                lines.append(
                    CheckLine(
                        "receiver \(receiver)", .failed,
                        "there is no such receiver; there are \(receivers.receivers.joined(separator: ", "))"))
                continue
            }
            let record = try await receivers.situation(receiver).record
            let serving = processes.filter { $0.receivers.contains(receiver) }.map(\.name)
            if record.state == .releasing, stepsDone == nil, pauses(receiver) {
                lines.append(
                    CheckLine(
                        "receiver \(receiver)", .failed,
                        "is releasing what it held; it can be paused again once it is open: wait for that"))
            } else if record.state != .open {
                lines.append(
                    CheckLine(
                        "receiver \(receiver)", .warning,
                        "is \(record.state.rawValue) already, by \(record.by) since \(record.since): \(record.reason)"))
            } else if serving.isEmpty {
                lines.append(
                    CheckLine("receiver \(receiver)", .warning, "no live process serves it: nobody will give a receipt"))
            } else {
                lines.append(CheckLine("receiver \(receiver)", .ok, "open; served by \(serving.joined(separator: ", "))"))
            }
        }
        return lines
    }

    private func pauses(_ receiver: String) -> Bool {
        plan.steps.contains { $0.act.name == "pause" && $0.receiver == receiver }
    }

    /// Whatever is paused must be opened again by the same plan, in an order that can work.
    private func balance() -> [CheckLine] {
        var paused: [String: ReceiverMode] = [:]
        var released: Set<String> = []
        var lines: [CheckLine] = []
        for step in plan.steps {
            switch step.act {
            case .pause(let receiver, let mode, _, _):
                paused[receiver] = mode
                released.remove(receiver)
            case .resume(let receiver):
                guard paused[receiver] == nil else {
                    if paused[receiver] == .refuse { released.insert(receiver) }
                    continue
                }
                lines.append(CheckLine("step \(step.id)", .warning, "resumes \(receiver), which no step before pauses"))
            case .release(let receiver): released.insert(receiver)
            case .drain, .importCatalogs, .verify: break
            }
        }
        let resumed = Set(plan.steps.compactMap { if case .resume(let receiver) = $0.act { receiver } else { nil } })
        for receiver in paused.keys.sorted() {
            if !resumed.contains(receiver) {
                lines.append(CheckLine("receiver \(receiver)", .failed, "is paused and never resumed by this plan"))
            } else if !released.contains(receiver) {
                lines.append(
                    CheckLine("receiver \(receiver)", .warning, "no step waits until what it held is released"))
            }
        }
        return lines
    }

    private func catalogLines() async throws(RestructureError) -> [CheckLine] {
        var lines: [CheckLine] = []
        var found: [CatalogFile] = []
        for reference in ahead.flatMap(\.imports) {
            do throws(RestructureError) {
                let bytes = try files.read(reference.file)
                found.append(CatalogFile(catalog: reference.catalog, name: reference.file, bytes: bytes))
                lines.append(CheckLine("file \(reference.file)", .ok, "\(bytes.count) bytes for \(reference.catalog)"))
            } catch {
                lines.append(CheckLine("file \(reference.file)", .failed, error.description))
            }
        }
        do throws(RestructureError) {
            let (difference, snapshot) = try await catalogs.preview(found)
            lines += difference.problems.map { CheckLine("catalog \($0.catalog)", .failed, $0.description) }
            if difference.canBeApplied { lines.append(CheckLine("catalogs", .ok, difference.summary.text)) }
            return lines + verifications(snapshot)
        } catch {
            guard error.code == .invalid || error.code == .notFound else { throw error }
            return lines + [CheckLine("catalogs", .failed, error.description)]
        }
    }

    /// The lookups of the verify steps, in the catalogs as they would be.
    private func verifications(_ snapshot: CatalogSnapshot) -> [CheckLine] {
        ahead.flatMap { step -> [CheckLine] in
            guard case .verify(let verifications) = step.act else { return [] }
            return verifications.compactMap { verification in
                guard case .office(let code, let time, let expected) = verification else { return nil }
                let found = CutoverVerification.name(snapshot.resolve(office: code, at: time))
                return CheckLine(
                    "step \(step.id)", found == expected ? .ok : .failed,
                    found == expected ? verification.text : "\(verification.text) would not hold: it is \(found)")
            }
        }
    }

    private func disk() -> CheckLine {
        guard let backlog = plan.backlog else {
            return CheckLine("disk", .warning, "the plan has no backlog figures: the space it needs is unknown")
        }
        let seconds = (plan.windowUntil.milliseconds - plan.windowFrom.milliseconds) / 1000
        // Figures are at most 10^9 each, the window at most some days: 128 bits cannot overflow.
        let needed = Int128(backlog.eventsPerSecond) * Int128(backlog.bytesPerEvent) * Int128(seconds)
        let text = "\(needed / 1_048_576) MiB for a pause of \(seconds) s at \(backlog.eventsPerSecond) events/s"
        guard let freeBytes else { return CheckLine("disk", .warning, "needs \(text); free space is unknown") }
        let free = "\(freeBytes / 1_048_576) MiB free"
        return CheckLine(
            "disk", Int128(freeBytes) >= needed ? .ok : .failed,
            Int128(freeBytes) >= needed ? "\(free), needs \(text)" : "only \(free), but needs \(text); make room first")
    }
}
