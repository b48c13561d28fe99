public import JSON

/// What a run did, for those who were not there: per step who, when, how long, before and after.
public struct CutoverReport: Sendable, Hashable {
    public var run: CutoverRun

    public init(run: CutoverRun) { self.run = run }

    public var json: JSONValue { run.json }

    /// Markdown that also reads well on a terminal.
    public var text: String {
        var text = "# Cutover \(run.name): \(run.status.rawValue)\n\n"
        text += "Started by \(run.startedBy) at \(run.startedAt)"
        text += run.endedAt.map { ", ended at \($0)" } ?? ""
        text += ".\nPlan \(run.planHash).\n\n"
        text += "| # | Step | Act | On | State | By | Began | Seconds | Attempts |\n"
        text += "|---|---|---|---|---|---|---|---|---|\n"
        for (index, step) in run.steps.enumerated() {
            let cells = [
                "\(index + 1)", step.id, step.act, step.object, step.status.rawValue, step.by,
                step.startedAt?.description ?? "", step.milliseconds.map(Self.seconds) ?? "", "\(step.attempts)",
            ]
            text += "| \(cells.joined(separator: " | ")) |\n"
        }
        for step in run.steps where step.attempts > 0 {
            text += "\n## \(step.id)\n\n"
            if !step.problem.isEmpty { text += "Problem: \(step.problem)\n\n" }
            if step.before != .null { text += "- before: `\(step.before.text)`\n" }
            if step.after != .null { text += "- after: `\(step.after.text)`\n" }
        }
        return text
    }

    private static func seconds(_ milliseconds: Int64) -> String {
        let rest = milliseconds % 1000
        return "\(milliseconds / 1000).\(rest / 100)\(rest / 10 % 10)\(rest % 10)"
    }
}
