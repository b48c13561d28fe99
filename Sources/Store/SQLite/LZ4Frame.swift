internal import CLZ4

/// Bytes packed as one frame of the LZ4 frame format, with their length and a checksum; the tool `lz4` unpacks it too.
///
/// Source of the format: `doc/lz4_Frame_format.md` of the LZ4 project, version 1.6.
enum LZ4Frame {
    /// - Returns: nil when the frame would not be smaller than the bytes.
    static func pack(_ bytes: [UInt8]) -> [UInt8]? {
        var preferences = LZ4F_preferences_t()
        preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
        preferences.frameInfo.contentSize = UInt64(bytes.count)
        let bound = LZ4F_compressFrameBound(bytes.count, &preferences)
        let frame = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            let written = LZ4F_compressFrame(buffer.baseAddress, buffer.count, bytes, bytes.count, &preferences)
            count = LZ4F_isError(written) == 0 ? written : 0
        }
        return frame.isEmpty || frame.count >= bytes.count ? nil : frame
    }

    /// - Parameter limit: a frame that says it holds more bytes is refused before anything is reserved for them.
    /// - Throws: `corrupt` when this is not one whole frame of a stated length, or does not agree with its checksums.
    static func unpack(_ frame: [UInt8], atMost limit: Int) throws(StoreError) -> [UInt8] {
        var made: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&made, UInt32(LZ4F_VERSION))) == 0, let context = made else {
            throw StoreError(.unavailable, "no memory to unpack stored bytes")
        }
        defer { LZ4F_freeDecompressionContext(context) }

        var information = LZ4F_frameInfo_t()
        var headerBytes = frame.count
        let header = LZ4F_getFrameInfo(context, &information, frame, &headerBytes)
        guard LZ4F_isError(header) == 0, let size = Int(exactly: information.contentSize), size > 0, size <= limit else {
            throw StoreError(.corrupt, "stored bytes do not begin as a frame of at most \(limit) bytes")
        }
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var (read, written) = (headerBytes, 0)
            frame.withUnsafeBufferPointer { source in
                while read < source.count {
                    var (taken, given) = (source.count - read, buffer.count - written)
                    let rest = LZ4F_decompress(
                        context, buffer.baseAddress.map { $0 + written }, &given, source.baseAddress.map { $0 + read }, &taken, nil)
                    read += taken
                    written += given
                    isWhole = rest == 0 && read == source.count && written == size
                    if LZ4F_isError(rest) != 0 || rest == 0 || taken + given == 0 { break }
                }
            }
            count = written
        }
        guard isWhole else { throw StoreError(.corrupt, "stored bytes cannot be unpacked: they are not what was packed") }
        return bytes
    }
}
