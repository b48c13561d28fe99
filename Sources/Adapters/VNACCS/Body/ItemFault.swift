/// What is wrong with one item, before it is known where in which form that item stands.
struct ItemFault: Error {
    let code: AdapterError.Code
    /// Index of the byte that is wrong.
    let at: Int
    let problem: String
}
