#include "tests/unit/epp_wire/extension_frames.h"

#include "engine/base/check.h"

namespace stele::epp::testing {
namespace {

const std::string kName = "<d:name>a.example</d:name>";
const std::string kPw = "<d:authInfo><d:pw>2fooBAR</d:pw></d:authInfo>";

// A command about a.example with one extension element or more.
std::string with(const std::string& verb, const std::string& extension,
                 const std::string& body = kName) {
  return command("<" + verb + "><d:" + verb + ">" + body + "</d:" + verb + "></" + verb +
                 "><extension>" + extension + "</extension><clTRID>ABC-12345</clTRID>");
}
std::string check(const std::string& extension) { return with("check", extension); }
std::string info(const std::string& extension) { return with("info", extension); }
std::string update(const std::string& extension) { return with("update", extension); }
std::string create(const std::string& extension) { return with("create", extension, kName + kPw); }
std::string transfer(const std::string& extension) {
  return command("<transfer op=\"request\"><d:transfer>" + kName + kPw +
                 "</d:transfer></transfer><extension>" + extension + "</extension>");
}

std::string rgp(const std::string& body) {
  return "<r:update xmlns:r=\"urn:ietf:params:xml:ns:rgp-1.0\">" + body + "</r:update>";
}
std::string sec(const std::string& name, const std::string& body, const std::string& more = "") {
  return "<s:" + name + " xmlns:s=\"urn:ietf:params:xml:ns:secDNS-1.1\"" + more + ">" + body +
         "</s:" + name + ">";
}
std::string fee(const std::string& name, const std::string& body) {
  return "<f:" + name + " xmlns:f=\"urn:ietf:params:xml:ns:epp:fee-1.0\">" + body + "</f:" + name + ">";
}
std::string launch(const std::string& name, const std::string& body, const std::string& more = "") {
  return "<l:" + name + " xmlns:l=\"urn:ietf:params:xml:ns:launch-1.0\"" + more + ">" + body +
         "</l:" + name + ">";
}
std::string orgext(const std::string& name, const std::string& body) {
  return "<o:" + name + " xmlns:o=\"urn:ietf:params:xml:ns:epp:orgext-1.0\">" + body + "</o:" + name + ">";
}
std::string org(const std::string& verb, const std::string& body) {
  return command("<" + verb + "><o:" + verb + " xmlns:o=\"urn:ietf:params:xml:ns:epp:org-1.0\">" + body +
                 "</o:" + verb + "></" + verb + ">");
}
std::string ttl(const std::string& name, const std::string& body, const std::string& more = "") {
  return "<t:" + name + " xmlns:t=\"urn:ietf:params:xml:ns:epp:ttl-1.0\"" + more + ">" + body +
         "</t:" + name + ">";
}
std::string bundle(const std::string& body) {
  return "<b:create xmlns:b=\"urn:ietf:params:xml:ns:epp:b-dn\">" + body + "</b:create>";
}
std::string variants(const std::string& name, const std::string& body) {
  return "<v:" + name + " xmlns:v=\"urn:stele:params:xml:ns:variants-1.0\">" + body + "</v:" + name + ">";
}
std::string login(const std::string& extension) {
  return command("<login><clID>reg-a</clID><pw>[LOGIN-SECURITY]</pw><newPW>[LOGIN-SECURITY]</newPW><options>"
                 "<version>1.0</version><lang>en</lang></options><svcs>"
                 "<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI><svcExtension>"
                 "<extURI>urn:ietf:params:xml:ns:epp:loginSec-1.0</extURI></svcExtension></svcs></login>"
                 "<extension><ls:loginSec xmlns:ls=\"urn:ietf:params:xml:ns:epp:loginSec-1.0\">" + extension +
                 "</ls:loginSec></extension>");
}

const std::string kDs =
    "<s:dsData><s:keyTag>12345</s:keyTag><s:alg>13</s:alg><s:digestType>2</s:digestType><s:digest>"
    "49fd46e6c4b45c55d4ac</s:digest></s:dsData>";
const std::string kKey =
    "<s:keyData><s:flags>257</s:flags><s:protocol>3</s:protocol><s:alg>13</s:alg><s:pubKey>AQPJ////4Q=="
    "</s:pubKey></s:keyData>";
const std::string kDsWithKey =
    "<s:dsData><s:keyTag>12346</s:keyTag><s:alg>13</s:alg><s:digestType>2</s:digestType><s:digest>"
    "38EC35D5B3A34B44C39B</s:digest>" + kKey + "</s:dsData>";

const std::string kPhaseSunrise = "<l:phase>sunrise</l:phase>";
const std::string kHolder =
    "<m:holder entitlement=\"owner\"><m:org>Example Inc.</m:org><m:addr><m:street>123 Example Dr.</m:street>"
    "<m:city>Reston</m:city><m:pc>20190</m:pc><m:cc>US</m:cc></m:addr></m:holder>";
const std::string kMark =
    "<m:mark xmlns:m=\"urn:ietf:params:xml:ns:mark-1.0\"><m:trademark><m:id>00052013-1</m:id><m:markName>"
    "Example One</m:markName>" + kHolder +
    "<m:contact type=\"agent\"><m:name>Joe Doe</m:name><m:addr><m:street>1 Way</m:street><m:city>Reston"
    "</m:city><m:cc>US</m:cc></m:addr><m:voice x=\"4321\">+1.7035555555</m:voice><m:email>j@example.com"
    "</m:email></m:contact><m:jurisdiction>US</m:jurisdiction><m:class>35</m:class><m:label>example-one"
    "</m:label><m:goodsAndServices>Dirigendas</m:goodsAndServices><m:regNum>234235</m:regNum><m:regDate>"
    "2009-08-16T09:00:00.0Z</m:regDate><m:exDate>2015-08-16T09:00:00.0Z</m:exDate></m:trademark>"
    "<m:treatyOrStatute><m:id>00052013-2</m:id><m:markName>Two</m:markName>" + kHolder +
    "<m:protection><m:cc>US</m:cc><m:region>Reston</m:region><m:ruling>US</m:ruling></m:protection><m:label>"
    "two</m:label><m:goodsAndServices>x</m:goodsAndServices><m:refNum>1</m:refNum><m:proDate>"
    "2009-08-16T09:00:00.0Z</m:proDate><m:title>t</m:title><m:execDate>2015-08-16T09:00:00.0Z</m:execDate>"
    "</m:treatyOrStatute><m:court><m:id>00052013-3</m:id><m:markName>Three</m:markName>" + kHolder +
    "<m:label>three</m:label><m:goodsAndServices>x</m:goodsAndServices><m:refNum>1</m:refNum><m:proDate>"
    "2009-08-16T09:00:00.0Z</m:proDate><m:cc>US</m:cc><m:region>Reston</m:region><m:courtName>c"
    "</m:courtName></m:court></m:mark>";
const std::string kSignature =
    "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo><ds:CanonicalizationMethod "
    "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/><ds:SignatureMethod "
    "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/><ds:Reference URI=\"#smd1\">"
    "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>AAAA"
    "</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue>"
    "</ds:Signature>";
const std::string kSignedMark =
    "<smd:signedMark xmlns:smd=\"urn:ietf:params:xml:ns:signedMark-1.0\" id=\"smd1\"><smd:id>0000001-1</smd:id>"
    "<smd:issuerInfo issuerID=\"65535\"><smd:org>TMCH</smd:org><smd:email>n@example.com</smd:email><smd:url>"
    "http://example.com</smd:url><smd:voice>+32.20000000</smd:voice></smd:issuerInfo><smd:notBefore>"
    "2013-05-24T09:30:00.0Z</smd:notBefore><smd:notAfter>2013-06-24T09:30:00.0Z</smd:notAfter>" + kMark +
    kSignature + "</smd:signedMark>";

}  // namespace

std::vector<NamedFrame> extension_frames() {
  return {
      {"rgp.request", update(rgp("<r:restore op=\"request\"/>"))},
      {"rgp.report",
       update(rgp("<r:restore op=\"report\"><r:report><r:preData>Pre <b xmlns=\"urn:x\">data</b> here</r:preData>"
                  "<r:postData>Post</r:postData><r:delTime>2003-07-10T22:00:00.0Z</r:delTime><r:resTime>"
                  "2003-07-20T22:00:00+02:00</r:resTime><r:resReason lang=\"en\">Registrant error.</r:resReason>"
                  "<r:statement>One.</r:statement><r:statement>Two.</r:statement><r:other>Other</r:other>"
                  "</r:report></r:restore>"))},
      {"secDNS.create_ds", create(sec("create", "<s:maxSigLife>604800</s:maxSigLife>" + kDs + kDsWithKey))},
      {"secDNS.create_key", create(sec("create", kKey))},
      {"secDNS.update",
       update(sec("update", "<s:rem>" + kDs + "</s:rem><s:add>" + kDsWithKey + "</s:add><s:chg><s:maxSigLife>"
                  "605900</s:maxSigLife></s:chg>", " urgent=\"true\""))},
      {"secDNS.remove_all", update(sec("update", "<s:rem><s:all>true</s:all></s:rem>"))},
      {"secDNS.change_key", update(sec("update", "<s:rem>" + kKey + "</s:rem><s:add>" + kKey + "</s:add>"))},
      {"fee.check",
       check(fee("check", "<f:currency>USD</f:currency><f:command name=\"create\"><f:period unit=\"y\">2</f:period>"
                 "</f:command><f:command name=\"renew\" phase=\"sunrise\" subphase=\"x\"/><f:command name=\"custom\" "
                 "customName=\"trade\"/><f:command name=\"restore\"/>"))},
      {"fee.create",
       create(fee("create", "<f:currency>USD</f:currency><f:fee description=\"Registration  Fee\" lang=\"en\" "
                  "refundable=\"1\" grace-period=\"P5D\" applied=\"immediate\">5.00</f:fee><f:fee>.5</f:fee>"
                  "<f:credit description=\"x\">-1.5</f:credit>"))},
      {"fee.transfer", transfer(fee("transfer", "<f:fee applied=\"delayed\">5</f:fee>"))},
      {"fee.update", update(fee("update", "<f:fee>0.00</f:fee>"))},
      {"fee.renew", with("renew", fee("renew", "<f:fee>+5.</f:fee>"),
                         kName + "<d:curExpDate>2027-02-28</d:curExpDate>")},
      {"launch.check_claims", check(launch("check", "<l:phase>claims</l:phase>", " type=\"claims\""))},
      {"launch.check_avail", check(launch("check", "<l:phase name=\"idn\">custom</l:phase>", " type=\"avail\""))},
      {"launch.check_trademark", check(launch("check", "", " type=\"trademark\""))},
      {"launch.info", info(launch("info", kPhaseSunrise + "<l:applicationID>abc123</l:applicationID>",
                                  " includeMark=\"true\""))},
      {"launch.create_code",
       create(launch("create", kPhaseSunrise + "<l:codeMark><l:code validatorID=\"sample\">49FD46E6C4B45C55D4AC"
                     "</l:code></l:codeMark><l:codeMark>" + kMark + "</l:codeMark>", " type=\"application\""))},
      {"launch.create_signed", create(launch("create", kPhaseSunrise + kSignedMark))},
      {"launch.create_encoded",
       create(launch("create", kPhaseSunrise + "<smd:encodedSignedMark xmlns:smd="
                     "\"urn:ietf:params:xml:ns:signedMark-1.0\" encoding=\"base64\">PHNt\nZD48L3NtZD4="
                     "</smd:encodedSignedMark>"))},
      {"launch.create_notice",
       create(launch("create", "<l:phase>claims</l:phase><l:notice><l:noticeID validatorID=\"tmch\">370d0b7c9223372036854775807"
                     "</l:noticeID><l:notAfter>2014-06-19T10:00:00.0Z</l:notAfter><l:acceptedDate>"
                     "2014-06-19T09:00:00.0Z</l:acceptedDate></l:notice>", " type=\"registration\""))},
      {"launch.update", update(launch("update", kPhaseSunrise + "<l:applicationID>abc123</l:applicationID>"))},
      {"launch.delete", with("delete", launch("delete", kPhaseSunrise + "<l:applicationID>abc123</l:applicationID>"))},
      {"allocationToken.create",
       create("<a:allocationToken xmlns:a=\"urn:ietf:params:xml:ns:allocationToken-1.0\">abc123</a:allocationToken>")},
      {"allocationToken.transfer",
       transfer("<a:allocationToken xmlns:a=\"urn:ietf:params:xml:ns:allocationToken-1.0\">abc123</a:allocationToken>")},
      {"allocationToken.info", info("<a:info xmlns:a=\"urn:ietf:params:xml:ns:allocationToken-1.0\"/>")},
      {"orgext.create", create(orgext("create", "<o:id role=\"reseller\">myreseller</o:id><o:id role=\"proxy\">p1</o:id>"))},
      {"orgext.update", update(orgext("update", "<o:add><o:id role=\"reseller\">r1</o:id></o:add><o:rem><o:id "
                                      "role=\"proxy\"/></o:rem><o:chg><o:id role=\"x\">y</o:id></o:chg>"))},
      {"org.check", org("check", "<o:id>res1523</o:id><o:id>re1523</o:id>")},
      {"org.info", org("info", "<o:id>res1523</o:id>")},
      {"org.delete", org("delete", "<o:id>res1523</o:id>")},
      {"org.create",
       org("create", "<o:id>res1523</o:id><o:role><o:type>reseller</o:type><o:status>ok</o:status><o:roleID>1523"
           "</o:roleID></o:role><o:status>ok</o:status><o:parentId>1523res</o:parentId><o:postalInfo type=\"int\">"
           "<o:name>Example</o:name><o:addr><o:street>123 Example Dr.</o:street><o:city>Dulles</o:city><o:sp>VA"
           "</o:sp><o:pc>20166-6503</o:pc><o:cc>US</o:cc></o:addr></o:postalInfo><o:voice x=\"1234\">"
           "+1.7035555555</o:voice><o:fax>+1.7035555556</o:fax><o:email>contact@org.example</o:email><o:url>"
           "https://org.example/a%20b?c#d</o:url><o:contact type=\"admin\">sh8013</o:contact><o:contact "
           "type=\"custom\" typeName=\"legal\">sh8014</o:contact>")},
      {"org.update",
       org("update", "<o:id>res1523</o:id><o:add><o:contact type=\"tech\">sh8013</o:contact><o:role><o:type>"
           "privacyproxy</o:type></o:role><o:status>clientLinkProhibited</o:status></o:add><o:rem><o:role><o:type>"
           "reseller</o:type></o:role></o:rem><o:chg><o:parentId>abc</o:parentId><o:postalInfo type=\"loc\"><o:addr>"
           "<o:city>Dulles</o:city><o:cc>US</o:cc></o:addr></o:postalInfo><o:voice/><o:email>a@b</o:email><o:url/>"
           "</o:chg>")},
      {"loginSec.all", login("<ls:userAgent><ls:app>EPP SDK 1.0</ls:app><ls:tech>x</ls:tech><ls:os>y</ls:os>"
                             "</ls:userAgent><ls:pw>this is a long password</ls:pw><ls:newPW>new password that is "
                             "still long</ls:newPW>")},
      {"loginSec.agent", login("<ls:userAgent><ls:os>y</ls:os></ls:userAgent>")},
      {"maintenance.list", command("<info><m:info xmlns:m=\"urn:ietf:params:xml:ns:epp:maintenance-1.0\"><m:list/></m:info></info>")},
      {"maintenance.one", command("<info><m:info xmlns:m=\"urn:ietf:params:xml:ns:epp:maintenance-1.0\"><m:id name=\"n\" lang=\"en\">"
                                  "2e6df9b0</m:id></m:info></info>")},
      {"ttl.create", create(ttl("create", "<t:ttl for=\"NS\">172800</t:ttl><t:ttl for=\"DS\"/>"))},
      {"ttl.update", update(ttl("update", "<t:ttl for=\"A\">86400</t:ttl><t:ttl for=\"AAAA\">0</t:ttl><t:ttl "
                                "for=\"custom\" custom=\"CAA\">300</t:ttl>"))},
      {"ttl.info", info(ttl("info", "", " policy=\"true\""))},
      {"ttl.host",
       command("<update><host:update><host:name>ns1.a.example</host:name></host:update></update><extension>" +
               ttl("update", "<t:ttl for=\"A\">1</t:ttl>") + "</extension>")},
      {"idn.create", create("<i:data xmlns:i=\"urn:ietf:params:xml:ns:idn-1.0\"><i:table>es</i:table><i:uname>espa\xc3\xb1ol.example"
                            "</i:uname></i:data>")},
      {"b-dn.create", create(bundle("<b:rdn uLabel=\"\xe5\xae\x9e\xe4\xbe\x8b.example\">xn--fsq270a.example</b:rdn>"))},
      {"b-dn.create_plain", create(bundle("<b:rdn>a.example</b:rdn>"))},
      {"b-dn.create_empty", create(bundle(""))},
      {"variants.info", info(variants("info", ""))},
      {"variants.create_all", create(variants("create", "<v:all/>"))},
      {"variants.create", create(variants("create", "<v:name>xn--fsqz41a.example</v:name><v:name>B.example</v:name>"))},
      {"variants.update", update(variants("update", "<v:rem><v:name>b.example</v:name></v:rem><v:add><v:all/></v:add>"))},
      {"variants.add", update(variants("update", "<v:add><v:name>b.example</v:name></v:add>"))},
      {"variants.remove_all", update(variants("update", "<v:rem><v:all/></v:rem>"))},
      {"balance.info", command("<info><x:info xmlns:x=\"https://finance.coccaregistry.org\">\n </x:info></info>")},
      {"several.create",
       create(sec("create", kDs) + fee("create", "<f:fee>5.00</f:fee>") +
              "<i:data xmlns:i=\"urn:ietf:params:xml:ns:idn-1.0\"><i:table>es</i:table></i:data>")},
  };
}

std::string extension_frame(const std::string& name) {
  for (const NamedFrame& frame : extension_frames())
    if (frame.name == name) return frame.xml;
  CHECK(false, "no such frame");
  return {};
}

}  // namespace stele::epp::testing
