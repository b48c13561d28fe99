import Bus
import Consumers
import Logging
import Store

enum RuntimeFixture {
    static func settings(batchEvents: Int = 2_048) -> ConsumerSettings {
        var settings = ConsumerSettings()
        settings.batchEvents = batchEvents
        settings.storePacing = RetryPacing(first: .microseconds(200), cap: .milliseconds(1))
        settings.retry = RetryPolicy(attempts: 4, pacing: settings.storePacing)
        return settings
    }

    static func runtime(
        _ source: ScriptedSource, _ ledger: any Ledger, consumer: any Consumer = TallyConsumer(),
        settings: ConsumerSettings = settings()
    ) -> ConsumerRuntime {
        ConsumerRuntime(
            consumer: consumer, source: source, ledger: ledger, settings: settings,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
