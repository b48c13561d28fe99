import Testing

/// The tests that run whole installations. One after the other: each keeps two processors busy by itself.
@Suite(.serialized) enum Running {}
