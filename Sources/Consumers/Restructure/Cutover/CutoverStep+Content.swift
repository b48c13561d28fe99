import JSON

extension CutoverStep {
    /// Digest of what the step does, with the bytes of its files: equal for steps that do the same.
    ///
    /// Its deadline and its line in the plan are not part of it.
    /// - Throws: `file` when one cannot be read.
    func content(_ files: PlanFiles) throws(RestructureError) -> String {
        var parts = [act.name]
        switch act {
        case .pause(let receiver, let mode, let reason, let until):
            parts += [receiver, mode.rawValue, reason, until?.description ?? ""]
        case .drain(let systems): parts += systems
        case .importCatalogs(let references):
            for reference in references {
                parts += [reference.catalog, reference.file, Digest.hex(try files.read(reference.file))]
            }
        case .verify(let verifications): parts += verifications.map(\.text)
        case .resume(let receiver), .release(let receiver): parts.append(receiver)
        }
        return Digest.hex(JSONValue.array(parts.map { .string($0) }).bytes)
    }
}

extension CutoverPlan {
    /// The content of every step, in order.
    func contents(_ files: PlanFiles) throws(RestructureError) -> [String] {
        var contents: [String] = []
        for step in steps { contents.append(try step.content(files)) }
        return contents
    }
}
