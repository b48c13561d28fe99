import Bus
import Events

@testable import Adapters

/// Messages of the treasury in the published envelope; all numbers are made up.
enum TreasurySamples {
    static func message(_ code: String, _ master: String) -> String {
        """
        <DATA><HEADER><VERSION>1.0</VERSION><SENDER_CODE>KB0061</SENDER_CODE><SENDER_NAME>Kho bạc A</SENDER_NAME>\
        <RECEIVER_CODE>HQ01</RECEIVER_CODE><TRAN_CODE>\(code)</TRAN_CODE><MSG_ID>202503140000001</MSG_ID>\
        <SEND_DATE>14-03-2025 16:05:00</SEND_DATE></HEADER><BODY><MASTER>\(master)</MASTER></BODY>\
        <SECURITY><SIGNATURE/></SECURITY></DATA>
        """
    }

    static let credit = message(
        "910",
        """
        <ROW><KYHIEU_CT>NA25</KYHIEU_CT><SO_CT>0000123</SO_CT><NGAY_HT>14-03-2025</NGAY_HT><SO_TK>100000000010</SO_TK>\
        <TKKB>7111.0.1054321</TKKB><MA_QUY_ID>01</MA_QUY_ID><NDKT_ID>1901</NDKT_ID><KB_ID>0061</KB_ID>\
        <SO_TIEN>1500000</SO_TIEN></ROW>\
        <ROW><TKKT_ID>7111</TKKT_ID><DVSDNS_MA>1054321</DVSDNS_MA><CAPNS_ID>1</CAPNS_ID><SO_TIEN>20.5</SO_TIEN>\
        <DIEN_GIAI>Nop thue to khai so 100000000021</DIEN_GIAI></ROW>\
        <ROW><SO_TIEN>3</SO_TIEN><DIEN_GIAI>Phí hải quan</DIEN_GIAI></ROW>
        """)

    static let vouchers = message(
        "299",
        """
        <MAU_SO>04/BK-CTNNS</MAU_SO><ROW><KYHIEU_CT>NA25</KYHIEU_CT><SO_CT>0000123</SO_CT><NGAY_CT>13-03-2025</NGAY_CT>\
        <NGAY_HT>14-03-2025</NGAY_HT><SO_TK>100000000010</SO_TK><NGAY_TK>12-03-2025</NGAY_TK><MST>0100000001</MST>\
        <NDKT>1901</NDKT><TKKB>711101054321</TKKB><SO_TIEN>1500000</SO_TIEN></ROW>\
        <ROW><SO_CT>9</SO_CT><SO_TIEN>1</SO_TIEN></ROW>
        """)

    static let received = EPaymentSamples.received

    static func decode(_ text: String) throws(AdapterError) -> DecodedMessage {
        try TreasuryCodec().decode(Array(text.utf8), received: received)
    }
}
