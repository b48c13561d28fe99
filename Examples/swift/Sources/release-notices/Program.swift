import Consumers
import Foundation
import ReleaseNotices

/// `release-notices CONFIGURATION FOLDER`: writes notices into the folder until SIGTERM.
@main struct Program {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: release-notices CONFIGURATION FOLDER\n".utf8))
            exit(64)
        }
        let consumer = ReleaseNotices()
        await ConsumerHost.main(consumer, configuration: arguments[1], outgoing: .publisher(NoticeFolder(arguments[2])))
    }
}
