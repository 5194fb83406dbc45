// What the traffic log keeps of EPP: no secret and nothing of a person, whatever the frame looks like.
#include "frontends/epp/traffic.h"

#include <gtest/gtest.h>

namespace stele::epp {
namespace {

constexpr const char* kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

std::string epp(const std::string& body) {
  return std::string(kHead) + "<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\">" + body + "</epp>";
}

void expect_without(const std::string& frame, const std::string& secret) {
  ASSERT_NE(frame.find(secret), std::string::npos) << "the frame does not even hold " << secret;
  const std::string kept = masked_frame(frame);
  EXPECT_EQ(kept.find(secret), std::string::npos) << kept;
}

TEST(MaskedFrame, PasswordsOfALogin) {
  const std::string frame =
      epp("<command><login><clID>reg-a</clID><pw>hush-1</pw><newPW>hush-2</newPW><options><version>1.0"
          "</version><lang>en</lang></options><svcs><objURI>urn:ietf:params:xml:ns:domain-1.0</objURI></svcs>"
          "</login><extension><l:loginSec xmlns:l=\"urn:ietf:params:xml:ns:epp:loginSec-1.0\">"
          "<l:userAgent><l:app>tool 1</l:app></l:userAgent><l:pw>hush-3</l:pw><l:newPW>hush-4</l:newPW>"
          "</l:loginSec></extension><clTRID>C-1</clTRID></command>");
  for (const char* secret : {"hush-1", "hush-2", "hush-3", "hush-4"}) expect_without(frame, secret);
  const std::string kept = masked_frame(frame);
  EXPECT_NE(kept.find("<pw>***</pw>"), std::string::npos) << kept;
  EXPECT_NE(kept.find("<clID>reg-a</clID>"), std::string::npos);
  EXPECT_NE(kept.find("<loginSec:app>tool 1</loginSec:app>"), std::string::npos) << kept;
  EXPECT_NE(kept.find("<clTRID>C-1</clTRID>"), std::string::npos);
}

TEST(MaskedFrame, AuthInfoWhereverItStands) {
  const auto create = [](const std::string& auth_info) {
    return epp("<command><create><d:create xmlns:d=\"urn:ietf:params:xml:ns:domain-1.0\"><d:name>shop.example"
               "</d:name><d:period unit=\"y\">2</d:period>" + auth_info +
               "</d:create></create></command>");
  };
  for (const char* form :
       {"<d:authInfo><d:pw>hush-1</d:pw></d:authInfo>", "<d:authInfo><d:pw roid=\"hush-1\">x</d:pw></d:authInfo>",
        "<d:authInfo><d:ext>hush-1</d:ext></d:authInfo>", "<d:authInfo>hush-1</d:authInfo>",
        "<d:authInfo><d:pw><![CDATA[hush-1]]></d:pw></d:authInfo>", "<d:pw>hush-1</d:pw>",
        "<pw>hush-1</pw>", "<!-- hush-1 --><d:authInfo/>", "<d:authInfo><x:pw xmlns:x=\"urn:x\">hush-1</x:pw></d:authInfo>",
        "<d:unknown>hush-1</d:unknown>", "<d:authInfo xmlns:y=\"urn:y\" y:pw=\"hush-1\" pw=\"hush-1\"/>",
        "<?pw hush-1?><d:authInfo/>"})
    expect_without(create(form), form == nullptr ? "" : "hush-1");
  const std::string kept = masked_frame(create("<d:authInfo><d:pw>hush-1</d:pw></d:authInfo>"));
  EXPECT_NE(kept.find("<domain:name>shop.example</domain:name><domain:period unit=\"y\">2</domain:period>"
                      "<domain:authInfo><domain:pw>***</domain:pw></domain:authInfo>"),
            std::string::npos)
      << kept;
}

TEST(MaskedFrame, AllocationTokensAndMarks) {
  expect_without(epp("<command><check><d:check xmlns:d=\"urn:ietf:params:xml:ns:domain-1.0\"><d:name>a.example"
                     "</d:name></d:check></check><extension><a:allocationToken xmlns:a=\"urn:ietf:params:xml:ns:"
                     "allocationToken-1.0\">hush-1</a:allocationToken></extension></command>"),
                 "hush-1");
  expect_without(epp("<command><create/><extension><l:create xmlns:l=\"urn:ietf:params:xml:ns:launch-1.0\">"
                     "<smd:encodedSignedMark xmlns:smd=\"urn:ietf:params:xml:ns:signedMark-1.0\">aG9sZGVy"
                     "</smd:encodedSignedMark></l:create></extension></command>"),
                 "aG9sZGVy");
  expect_without(epp("<command><create/><extension><l:create xmlns:l=\"urn:ietf:params:xml:ns:launch-1.0\">"
                     "<l:codeMark><l:code>hush-1</l:code></l:codeMark></l:create></extension></command>"),
                 "hush-1");
}

TEST(MaskedFrame, APersonInCommandAnswerAndRefusal) {
  const std::string data =
      "<c:postalInfo type=\"int\"><c:name>Ada Lovelace</c:name><c:org>Engines</c:org><c:addr><c:street>1 Mill "
      "Lane</c:street><c:city>Marylebone</c:city><c:pc>W1U</c:pc><c:cc>GB</c:cc></c:addr></c:postalInfo>"
      "<c:voice x=\"1234\">+44.2079460000</c:voice><c:fax>+44.2079460001</c:fax><c:email>ada@engines.example"
      "</c:email>";
  const char* const ns = "xmlns:c=\"urn:ietf:params:xml:ns:contact-1.0\"";
  const std::string create = epp("<command><create><c:create " + std::string(ns) + "><c:id>ada-1</c:id>" + data +
                                 "</c:create></create><clTRID>C-9</clTRID></command>");
  const std::string info =
      epp("<response><result code=\"1000\"><msg>ok</msg></result><resData><c:infData " + std::string(ns) +
          "><c:id>ada-1</c:id><c:roid>C1-X</c:roid><c:status s=\"ok\">see Ada Lovelace</c:status>" + data +
          "</c:infData></resData><trID><clTRID>C-9</clTRID><svTRID>S-9</svTRID></trID></response>");
  for (const std::string& frame : {create, info}) {
    for (const char* secret : {"Ada", "Lovelace", "Engines", "Mill", "Marylebone", "W1U", "1234", "+44.", "ada@"})
      expect_without(frame, secret);
    EXPECT_NE(masked_frame(frame).find("<contact:id>ada-1</contact:id>"), std::string::npos);
  }
  const std::string refusal =
      epp("<response><result code=\"2005\"><msg>bad</msg><extValue><value><c:email " + std::string(ns) +
          ">ada(at)engines</c:email></value><reason>bad_email: not one valid address (ada(at)engines)</reason>"
          "</extValue></result><trID><svTRID>S-9</svTRID></trID></response>");
  expect_without(refusal, "ada(at)engines");
  EXPECT_NE(masked_frame(refusal).find("<reason>bad_email: not one valid address </reason>"), std::string::npos)
      << masked_frame(refusal);
}

TEST(MaskedFrame, WhatIsNoXmlIsCounted) {
  EXPECT_EQ(masked_frame("<epp><pw>hush-1</pw>"), "[20 bytes that are no XML]");
  EXPECT_EQ(masked_frame(""), "");
  expect_without(std::string(kHead) + "<!DOCTYPE epp [<!ENTITY a \"hush-1\">]><epp>&a;</epp>", "hush-1");
}

TEST(MaskExchanges, ReadsWhatRowsAreFoundBy) {
  auto prepare = mask_exchanges();
  traffic::Record record{.log = traffic::Class::epp};
  record.request = epp("<command><check><d:check xmlns:d=\"urn:ietf:params:xml:ns:domain-1.0\"><d:name>a.example"
                       "</d:name><d:name>b.example</d:name></d:check></check><clTRID>C-1</clTRID></command>");
  record.response = epp("<response><result code=\"1000\"><msg>ok</msg></result><trID><clTRID>C-1</clTRID>"
                        "<svTRID>S-1</svTRID></trID></response>");
  ASSERT_TRUE(prepare(record));
  EXPECT_EQ(record.kind, "check domain");
  EXPECT_EQ(record.objects, (std::vector<std::string>{"a.example", "b.example"}));
  EXPECT_EQ(record.client_trid, "C-1");
  EXPECT_EQ(record.server_trid, "S-1");
  EXPECT_EQ(record.outcome, "1000");

  traffic::Record login{.log = traffic::Class::epp};
  login.request = epp("<command><login><clID>reg-b</clID><pw>hush-1</pw></login></command>");
  ASSERT_TRUE(prepare(login));
  EXPECT_EQ(login.kind, "login");
  EXPECT_EQ(login.registrar, "reg-b");
  EXPECT_EQ(login.request.find("hush-1"), std::string::npos);

  traffic::Record garbage{.log = traffic::Class::epp};
  garbage.request = "\x16\x03\x01 pw=hush-1";
  ASSERT_TRUE(prepare(garbage));
  EXPECT_EQ(garbage.kind, "other");
  EXPECT_EQ(garbage.request, "[13 bytes that are no XML]");
}

}  // namespace
}  // namespace stele::epp
