#include "tests/unit/epp/frames.h"

#include "engine/base/check.h"

namespace stele::epp::testing {

std::string command(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"
         "<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\" xmlns:d=\"urn:ietf:params:xml:ns:domain-1.0\" "
         "xmlns:host=\"urn:ietf:params:xml:ns:host-1.0\" xmlns:c=\"urn:ietf:params:xml:ns:contact-1.0\">"
         "<command>" + body + "</command></epp>";
}

std::vector<NamedFrame> valid_frames() {
  const std::string trid = "<clTRID>ABC-12345</clTRID>";
  return {
      {"hello", "<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\"><hello/></epp>"},
      {"login", command("<login><clID>reg-a</clID><pw>foo-BAR2</pw><newPW>bar-FOO2</newPW><options>"
                        "<version>1.0</version><lang>en</lang></options><svcs>"
                        "<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>"
                        "<objURI>urn:ietf:params:xml:ns:host-1.0</objURI>"
                        "<svcExtension><extURI>urn:ietf:params:xml:ns:rgp-1.0</extURI></svcExtension>"
                        "</svcs></login>" + trid)},
      {"logout", command("<logout/>" + trid)},
      {"poll_req", command("<poll op=\"req\"/>" + trid)},
      {"poll_ack", command("<poll op=\"ack\" msgID=\"12345\"/>")},
      {"domain_check", command("<check><d:check><d:name>a.example</d:name><d:name>b.example</d:name>"
                               "</d:check></check>" + trid)},
      {"domain_info", command("<info><d:info><d:name hosts=\"sub\">a.example</d:name><d:authInfo>"
                              "<d:pw roid=\"D1-STELE\">2fooBAR</d:pw></d:authInfo></d:info></info>")},
      {"domain_create",
       command("<create><d:create><d:name>a.example</d:name><d:period unit=\"y\">2</d:period><d:ns>"
               "<d:hostObj>ns1.a.example</d:hostObj><d:hostObj>ns2.a.example</d:hostObj></d:ns>"
               "<d:registrant>jd1234</d:registrant><d:contact type=\"admin\">sh8013</d:contact>"
               "<d:contact type=\"tech\">sh8014</d:contact><d:authInfo><d:pw>2fooBAR</d:pw></d:authInfo>"
               "</d:create></create>" + trid)},
      {"domain_create_attributes",
       command("<create><d:create><d:name>a.example</d:name><d:ns><d:hostAttr><d:hostName>ns1.a.example"
               "</d:hostName><d:hostAddr ip=\"v4\">192.0.2.2</d:hostAddr><d:hostAddr ip=\"v6\">"
               "2001:db8::1</d:hostAddr></d:hostAttr></d:ns><d:authInfo><d:pw/></d:authInfo></d:create>"
               "</create>")},
      {"domain_renew", command("<renew><d:renew><d:name>a.example</d:name><d:curExpDate>2027-02-28"
                               "</d:curExpDate><d:period unit=\"m\">12</d:period></d:renew></renew>")},
      {"domain_transfer",
       command("<transfer op=\"request\"><d:transfer><d:name>a.example</d:name><d:period unit=\"y\">1"
               "</d:period><d:authInfo><d:pw>2fooBAR</d:pw></d:authInfo></d:transfer></transfer>")},
      {"domain_update",
       command("<update><d:update><d:name>a.example</d:name><d:add><d:ns><d:hostObj>ns3.a.example"
               "</d:hostObj></d:ns><d:contact type=\"billing\">mak21</d:contact><d:status "
               "s=\"clientHold\" lang=\"en\">Payment overdue.</d:status></d:add><d:rem><d:ns><d:hostObj>"
               "ns1.a.example</d:hostObj></d:ns><d:status s=\"clientUpdateProhibited\"/></d:rem><d:chg>"
               "<d:registrant/><d:authInfo><d:null/></d:authInfo></d:chg></d:update></update>" + trid)},
      {"domain_delete", command("<delete><d:delete><d:name>a.example</d:name></d:delete></delete>")},
      {"host_check", command("<check><host:check><host:name>ns1.a.example</host:name></host:check></check>")},
      {"host_info", command("<info><host:info><host:name>ns1.a.example</host:name></host:info></info>")},
      {"host_create",
       command("<create><host:create><host:name>ns1.a.example</host:name><host:addr ip=\"v4\">192.0.2.2"
               "</host:addr><host:addr>192.0.2.29</host:addr><host:addr ip=\"v6\">2001:db8::8:800:200c:417a"
               "</host:addr></host:create></create>" + trid)},
      {"host_update",
       command("<update><host:update><host:name>ns1.a.example</host:name><host:add><host:addr ip=\"v4\">"
               "192.0.2.22</host:addr><host:status s=\"clientUpdateProhibited\"/></host:add><host:rem>"
               "<host:addr ip=\"v6\">2001:db8::1</host:addr></host:rem><host:chg><host:name>ns2.a.example"
               "</host:name></host:chg></host:update></update>")},
      {"host_delete", command("<delete><host:delete><host:name>ns1.a.example</host:name></host:delete></delete>")},
      {"contact_check", command("<check><c:check><c:id>sh8013</c:id><c:id>sah8013</c:id></c:check></check>")},
      {"contact_info", command("<info><c:info><c:id>sh8013</c:id><c:authInfo><c:pw>2fooBAR</c:pw></c:authInfo>"
                               "</c:info></info>")},
      {"contact_create",
       command("<create><c:create><c:id>sh8013</c:id><c:postalInfo type=\"int\"><c:name>John Doe</c:name>"
               "<c:org>Example Inc.</c:org><c:addr><c:street>123 Example Dr.</c:street><c:street>Suite 100"
               "</c:street><c:city>Dulles</c:city><c:sp>VA</c:sp><c:pc>20166-6503</c:pc><c:cc>US</c:cc>"
               "</c:addr></c:postalInfo><c:voice x=\"1234\">+1.7035555555</c:voice><c:fax>+1.7035555556"
               "</c:fax><c:email>jdoe@example.com</c:email><c:authInfo><c:pw>2fooBAR</c:pw></c:authInfo>"
               "<c:disclose flag=\"0\"><c:name type=\"int\"/><c:voice/><c:email/></c:disclose></c:create>"
               "</create>" + trid)},
      {"contact_transfer", command("<transfer op=\"query\"><c:transfer><c:id>sh8013</c:id></c:transfer></transfer>")},
      {"contact_update",
       command("<update><c:update><c:id>sh8013</c:id><c:add><c:status s=\"clientDeleteProhibited\"/></c:add>"
               "<c:rem><c:status s=\"clientUpdateProhibited\" lang=\"fr\">non</c:status></c:rem><c:chg>"
               "<c:postalInfo type=\"loc\"><c:org/><c:addr><c:street>124 Example Dr.</c:street><c:city>"
               "Dülles</c:city><c:cc>US</c:cc></c:addr></c:postalInfo><c:voice>+1.7034444444</c:voice><c:fax/>"
               "<c:email>a@example.org</c:email><c:authInfo><c:pw>2fooBAR</c:pw></c:authInfo><c:disclose "
               "flag=\"true\"><c:voice/></c:disclose></c:chg></c:update></update>")},
      {"contact_delete", command("<delete><c:delete><c:id>sh8013</c:id></c:delete></delete>")},
  };
}

std::string valid_frame(const std::string& name) {
  for (const NamedFrame& frame : valid_frames())
    if (frame.name == name) return frame.xml;
  CHECK(false, "no such frame");
  return {};
}

}  // namespace stele::epp::testing
