public import JSON

/// One operator's command.
public typealias ControlOperation = @Sendable (ControlRequest) async throws -> JSONValue
