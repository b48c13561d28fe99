import Bus
import Events

@testable import Adapters

/// Messages of the gateway, written by hand from its published elements; all numbers are made up.
enum EPaymentSamples {
    static func header(
        type: String = "301", transaction: String = "5f0c1a52-7d3e-4b8f-9a41-000000000001", extra: String = ""
    ) -> String {
        """
        <Header><Application_Name>Payment</Application_Name><Application_Version>3.0</Application_Version>\
        <Sender_Code>01201001</Sender_Code><Sender_Name>Ngân hàng A</Sender_Name><Message_Version>3.0</Message_Version>\
        <Message_Type>\(type)</Message_Type><Message_Name>Nộp thuế</Message_Name>\
        <Transaction_Date>2025-03-14T22:58:31</Transaction_Date><Transaction_ID>\(transaction)</Transaction_ID>\(extra)</Header>
        """
    }

    static let paymentData = """
        <Ma_NH_PH>01201001</Ma_NH_PH><Ten_NH_PH>Ngân hàng A</Ten_NH_PH><Ma_DV>0100000001</Ma_DV>\
        <Ma_Chuong>154</Ma_Chuong><Ten_DV>Công ty B &amp; C</Ten_DV><Ma_KB>0061</Ma_KB><TKKB>711101054321</TKKB>\
        <KyHieu_CT>NA25</KyHieu_CT><So_CT>0000123</So_CT><Ngay_BN>2025-03-14</Ngay_BN><Ngay_CT>2025-03-13</Ngay_CT>\
        <Ma_NT>VND</Ma_NT><SoTien_TO>1650000.5</SoTien_TO><DienGiai/>
        """

    static let paymentDeclarations = """
        <GNT_CT><TTButToan>1</TTButToan><Ma_HQ>03EE</Ma_HQ><Ma_LH>A11</Ma_LH><Nam_DK>2025</Nam_DK>\
        <So_TK>100000000010</So_TK><Ma_LT>1</Ma_LT>\
        <ToKhai_CT><Ma_ST>NK</Ma_ST><NDKT>1901</NDKT><SoTien_NT>0</SoTien_NT><SoTien_VND>1000000</SoTien_VND></ToKhai_CT>\
        <ToKhai_CT><Ma_ST>VA</Ma_ST><NDKT>1702</NDKT><SoTien_NT>0</SoTien_NT><SoTien_VND>500000.5</SoTien_VND></ToKhai_CT>\
        </GNT_CT>\
        <GNT_CT><TTButToan>2</TTButToan><Ma_HQ>03EE</Ma_HQ><So_TK>100000000021</So_TK>\
        <ToKhai_CT><NDKT>1901</NDKT><SoTien_VND>150000</SoTien_VND></ToKhai_CT></GNT_CT>
        """

    static let payment = message(header(), paymentData + paymentDeclarations)

    static let guarantee = message(
        header(type: "401"),
        """
        <Ma_DV>0100000001</Ma_DV><Ma_HQ>03EE</Ma_HQ><Ma_LH>A11</Ma_LH><So_TK>100000000010</So_TK>\
        <KyHieu_CT>BL</KyHieu_CT><So_CT>77</So_CT><SNBL>30</SNBL><Ngay_HL>2025-03-14</Ngay_HL>\
        <Ngay_HHL>2025-04-13</Ngay_HHL><SoTien>2000000</SoTien>
        """)

    static let cancellation = message(header(type: "501"), "<So_TN_CT_YCH>612345678901234567</So_TN_CT_YCH>")

    static let accepted = message(
        header(type: "200", extra: "<Request_ID>r-1</Request_ID>"),
        "<So_TN_CT>612345678901234567</So_TN_CT><Ngay_TN_CT>2025-03-14</Ngay_TN_CT>")

    static let refused = message(
        header(type: "299", extra: "<Request_ID>r-1</Request_ID>"), "",
        error: "<Error><ErrorNumber>45</ErrorNumber><ErrorMessage>Sai số tờ khai</ErrorMessage></Error>")

    static func message(_ header: String, _ data: String, error: String = "<Error/>") -> String {
        "<Customs>\(header)<Data>\(data)</Data>\(error)<Signature/></Customs>"
    }

    static let received = Timestamp(milliseconds: 1_742_000_000_000)

    static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(milliseconds: -1) }

    static func decode(_ text: String) throws(AdapterError) -> DecodedMessage {
        try EPaymentCodec().decode(Array(text.utf8), received: received)
    }
}
