import Crypto
import Foundation

/// The folder of the passwords of attached consumers: one file each, readable by its owner alone.
struct AttachCredentials: Sendable {
    /// Absolute.
    let folder: String

    /// The file with nothing but the password.
    func passwordFile(_ consumer: String) -> String { "\(folder)/\(consumer)" }

    /// The file for `rabbitmqctl import_definitions`.
    func definitionsFile(_ consumer: String) -> String { "\(folder)/\(consumer).definitions.json" }

    /// The consumer's password; drawn when there is none yet.
    /// - Throws: 69 when the folder or the file cannot be made or read.
    func password(_ consumer: String) throws(CommandFailure) -> String {
        let path = passwordFile(consumer)
        if let data = FileManager.default.contents(atPath: path) {
            let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            if !text.isEmpty { return text }
        }
        let password = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        try write(password + "\n", to: path)
        return password
    }

    func remove(_ consumer: String) {
        for path in [passwordFile(consumer), definitionsFile(consumer)] { unlink(path) }
    }

    /// As the broker keeps it: four bytes of salt, then SHA-256 of salt and password. A new salt each time.
    static func hash(_ password: String) -> String {
        let salt = SymmetricKey(size: SymmetricKeySize(bitCount: 32)).withUnsafeBytes { Array($0) }
        return hash(password, salt: salt)
    }

    static func hash(_ password: String, salt: [UInt8]) -> String {
        Data(salt + Array(SHA256.hash(data: salt + Array(password.utf8)))).base64EncodedString()
    }

    /// Writes a file of mode 0600 that is whole or not there.
    /// - Throws: 69.
    func write(_ text: String, to path: String) throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(.unreachable, "folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        let draft = path + ".new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure(path) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            written += count
        }
        let isWhole = written == bytes.count && fsync(file) == 0
        let failure = Self.failure(path)
        close(file)
        guard isWhole, rename(draft, path) == 0 else {
            unlink(draft)
            throw failure
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure(.unreachable, "\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
