extension AdapterError {
    /// The same error as seen from the group around it.
    func within(_ group: String) -> AdapterError {
        AdapterError(
            code, form: form, field: field.map { "\(group)/\($0)" } ?? group, offset: offset, line: line,
            problem: problem, isRetryable: isRetryable)
    }
}
