/// Strict RFC 8259 reading and writing; json-c builds the values after a guard pass has refused what json-c would let by.
public enum JSON {
}
