#!/usr/bin/perl
# A registrar's session with Net::EPP::Simple, a client nobody here wrote. Everything it creates is
# read back and compared field by field. session_test.py starts the server and looks at the rest.
#
# usage: registrar_session.pl READY-FILE FOLDER
# Every document the client reads is kept in FOLDER.
use strict;
use warnings;
use JSON::PP;
use Net::EPP::Simple;
use Test::More;

my ($ready_file, $folder) = @ARGV;
my $ready = do { local (@ARGV, $/) = $ready_file; decode_json(<>) };

my $read_frame = \&Net::EPP::Protocol::get_frame;
my $documents = 0;
{
    no warnings 'redefine';
    *Net::EPP::Protocol::get_frame = sub {
        my $document = $read_frame->(@_);
        open(my $file, '>:raw', sprintf('%s/%04d.xml', $folder, $documents++)) or die "$folder: $!";
        print $file $document;
        close($file) or die "$folder: $!";
        return $document;
    };
}

my ($reg, $other) = @{$ready->{registrars}};

sub dial {
    my (%change) = @_;
    return Net::EPP::Simple->new(
        host => $ready->{epp}{host}, port => $ready->{epp}{port}, load_config => 0, reconnect => 0,
        user => $reg->{id}, pass => $reg->{password}, cert => $reg->{cert}, key => $reg->{key},
        verify => 1, ca_file => $ready->{ca}, timeout => 20, %change);
}

sub code { return $Net::EPP::Simple::Code }

sub accepted {
    my ($done, $what) = @_;
    ok($done && code() == 1000, $what)
        or diag(code(), ' ', $Net::EPP::Simple::Message, ' ', $Net::EPP::Simple::Error);
}

sub refused {
    my ($done, $wanted, $what) = @_;
    ok(!$done && code() == $wanted, "$what: refused with $wanted")
        or diag(code(), ' ', $Net::EPP::Simple::Message);
}

# ---- who may come in ----

refused(dial(pass => 'not-the-password'), 2200, 'a wrong password');
refused(dial(cert => $other->{cert}, key => $other->{key}), 2200,
    "another registrar's certificate");
ok(!dial(cert => undef, key => undef), 'no certificate: no session');
ok(!dial(ca_file => $reg->{cert}), 'the server proves itself by its CA alone');

my $epp = dial() or BAIL_OUT("login: $Net::EPP::Simple::Error");
is(code(), 1000, 'login with a certificate');

# ---- contacts ----

my $auth_info = 'A-6f1d1c0b7e1f4a55a2d3c4b5-z9';
my %jana = (
    id => 'jana-1', voice => '+420.222745111', fax => '+420.222745112',
    email => 'jana@first.example',
    postalInfo => {
        int => {name => 'Jana Novakova', org => 'First & Steps Ltd', addr => {
            street => ['Milesovska 1136/5', 'Staircase <B>'], city => 'Praha', sp => 'Praha 3',
            pc => '130 00', cc => 'CZ'}},
        loc => {name => "Jana Nov\x{e1}kov\x{e1}", org => "Prvn\x{ed} kroky", addr => {
            street => ["Mile\x{161}ovsk\x{e1} 1136/5"], city => 'Praha', sp => 'Praha 3',
            pc => '130 00', cc => 'CZ'}},
    });
my %petr = (
    id => 'petr-1', voice => '', fax => '', email => 'petr@first.example',
    postalInfo => {int => {name => 'Petr Prvni', org => '', addr => {
        street => ['Short 1'], city => 'Brno', sp => '', pc => '', cc => 'CZ'}}});

# XML::LibXML takes a string for bytes unless Perl keeps it as characters.
utf8::upgrade($_)
    for @{$jana{postalInfo}{loc}}{qw(name org)}, @{$jana{postalInfo}{loc}{addr}{street}};

is($epp->check_contact('jana-1'), 1, 'the contact is free');
accepted($epp->create_contact({%jana, authInfo => $auth_info}), 'create contact');
accepted($epp->create_contact({%petr, authInfo => $auth_info}), 'create contact of the least data');
is($epp->check_contact('jana-1'), 0, 'the contact is taken');
refused($epp->create_contact({%jana, authInfo => $auth_info}), 2302, 'the same contact again');

my $info = $epp->contact_info('jana-1');
is_deeply({map { $_ => $info->{$_} } qw(id voice fax email postalInfo)}, \%jana,
    'the contact reads back equal');
is($info->{clID}, $reg->{id}, 'its sponsor');
like($info->{roid}, qr/^C\d+-STELE$/, 'its ROID');
ok(!exists $info->{authInfo}, 'authInfo is not given back');

# ---- domains and hosts ----

my $domain = 'first.example';
is($epp->check_domain($domain), 1, 'the name is free');
accepted($epp->create_domain({
    name => $domain, period => 2, registrant => 'jana-1',
    contacts => {admin => 'jana-1', tech => 'petr-1', billing => 'petr-1'},
    authInfo => $auth_info}), 'create domain');
is($epp->check_domain($domain), 0, 'the name is taken');
refused($epp->delete_contact('jana-1'), 2305, 'deleting a contact that is in use');

my @addresses = ({ip => '192.0.2.53', version => 'v4'}, {ip => '2001:db8::53', version => 'v6'});
is($epp->check_host("ns1.$domain"), 1, 'the host is free');
accepted($epp->create_host({name => "ns1.$domain", addrs => \@addresses}), 'create host');
accepted($epp->create_host({name => "idle.$domain", addrs => [$addresses[0]]}),
    'create a host that no domain uses');
accepted($epp->create_host({name => 'ns.elsewhere.test', addrs => []}), 'create an external host');
my $host = $epp->host_info("ns1.$domain");
is_deeply([sort map { "$_->{version} $_->{addr}" } @{$host->{addrs}}],
    [sort map { "$_->{version} $_->{ip}" } @addresses], 'the host reads back equal');

accepted($epp->update_domain({
    name => $domain,
    add => {ns => ["ns1.$domain", 'ns.elsewhere.test'], status => ['clientTransferProhibited']},
    rem => {contacts => {billing => 'petr-1'}}, chg => {registrant => 'petr-1'}}), 'update domain');
$info = $epp->domain_info($domain);
is($info->{registrant}, 'petr-1', 'the registrant reads back');
is_deeply($info->{contacts}, {admin => 'jana-1', tech => 'petr-1'}, 'the contacts read back');
is_deeply([sort @{$info->{ns}}], [sort "ns1.$domain", 'ns.elsewhere.test'],
    'name servers read back');
is_deeply([sort @{$info->{hosts}}], [sort "ns1.$domain", "idle.$domain"],
    'hosts below it read back');
ok((grep { $_ eq 'clientTransferProhibited' } @{$info->{status}}), 'the status reads back');
ok(!exists $info->{authInfo}, 'authInfo is not given back');

# update_contact() sends empty add and rem elements, which the schema forbids and some profiles take.
my %moved = (id => 'petr-1', chg => {email => 'petr@moved.example'});
if (grep { $_ eq 'empty-change' } @{$ready->{profile}{tolerances}}) {
    accepted($epp->update_contact(\%moved), 'update contact');
} else {
    refused($epp->update_contact(\%moved), 2003, 'an update with nothing in add and rem');
    my $frame = $epp->_generate_update_contact_frame(\%moved);
    $_->unbindNode for grep { !$_->hasChildNodes } map { $frame->getElementsByLocalName($_) }
        qw(add contact:add rem contact:rem);
    ok($epp->_get_response_code($epp->request($frame)) == 1000, 'update contact');
}
is($epp->contact_info('petr-1')->{email}, 'petr@moved.example', 'the change reads back');
accepted($epp->update_host({
    name => "ns1.$domain", add => {addrs => [{ip => '192.0.2.54', version => 'v4'}]},
    rem => {addrs => [{ip => '192.0.2.53', version => 'v4'}]}}), 'update host');
is_deeply([sort map { $_->{addr} } @{$epp->host_info("ns1.$domain")->{addrs}}],
    ['192.0.2.54', '2001:db8::53'], 'the change reads back');

my $year = substr $info->{exDate}, 0, 4;
refused($epp->renew_domain({name => $domain, cur_exp_date => '2001-01-01', period => 1}), 2004,
    'a renewal from the wrong date');
accepted($epp->renew_domain(
    {name => $domain, cur_exp_date => substr($info->{exDate}, 0, 10), period => 3}),
    'renew domain');
is(substr($epp->domain_info($domain)->{exDate}, 0, 4), $year + 3, 'three years more');

# ---- another registrar ----

my $stranger = dial(user => $other->{id}, pass => $other->{password}, cert => $other->{cert},
    key => $other->{key}) or BAIL_OUT("login: $Net::EPP::Simple::Error");
refused($stranger->update_domain({name => $domain, rem => {ns => ["ns1.$domain"]}}), 2201,
    "another registrar's update");
refused($stranger->delete_domain($domain), 2201, "another registrar's delete");

# ---- a name that changes hands ----

# The oldest message of a registrar; its code and text.
sub poll {
    my ($who) = @_;
    my $answer = $who->request(Net::EPP::Frame::Command::Poll::Req->new);
    return ($who->_get_response_code($answer), $answer);
}

sub told {
    my ($who, $status, $what) = @_;
    my ($code, $answer) = poll($who);
    is($code, 1301, "$what: there is a message");
    my ($queue) = $answer->getElementsByLocalName('msgQ');
    my ($seen) = $answer->getElementsByLocalName('trStatus');
    is($seen ? $seen->textContent : 'nothing', $status, "$what: it tells of the transfer");
    my $ack = Net::EPP::Frame::Command::Poll::Ack->new;
    $ack->setMsgID($queue->getAttribute('id'));
    ok($who->_get_response_code($who->request($ack)) == 1000, "$what: it is acknowledged");
}

sub asked {
    my ($done, $what) = @_;
    ok($done && code() == 1001, $what) or diag(code(), ' ', $Net::EPP::Simple::Message);
    is($done ? $done->{trStatus} : 'nothing', 'pending', "$what: it is pending");
}

is((poll($epp))[0], 1300, 'nothing has been told so far');
refused($stranger->domain_transfer_request($domain, $auth_info, 1), 2304, 'a name that is locked');
accepted($epp->update_domain({name => $domain, rem => {status => ['clientTransferProhibited']}}),
    'the lock is lifted');
refused($stranger->domain_transfer_request($domain, 'A-not-the-secret-9', 1), 2202,
    'a wrong authInfo');
asked($stranger->domain_transfer_request($domain, $auth_info, 1), 'transfer request');
is($stranger->domain_transfer_query($domain, $auth_info)->{reID}, $other->{id}, 'transfer query');
told($epp, 'pending', 'to the one who has it');
accepted($epp->domain_transfer_reject($domain), 'transfer reject');
told($stranger, 'clientRejected', 'to the one who wants it');
asked($stranger->domain_transfer_request($domain, $auth_info, 1), 'again');
accepted($stranger->domain_transfer_cancel($domain), 'transfer cancel');
told($epp, 'pending', 'again');
told($epp, 'clientCancelled', 'at last');
asked($stranger->domain_transfer_request($domain, $auth_info, 1), 'once more');
accepted($epp->domain_transfer_approve($domain), 'transfer approve');
told($stranger, 'clientApproved', 'to the new sponsor');
is($stranger->domain_info($domain)->{clID}, $other->{id}, 'the new sponsor reads back');
is($stranger->host_info("ns1.$domain")->{clID}, $other->{id}, 'hosts below the name go along');
refused($epp->renew_domain({name => $domain, cur_exp_date => '2001-01-01', period => 1}), 2201,
    'the old sponsor may no longer');
my $secret = 'B-6f1d1c0b7e1f4a55a2d3c4b5-z9';
accepted($stranger->update_domain({name => $domain, chg => {authInfo => $secret}}), 'its own authInfo');
asked($epp->domain_transfer_request($domain, $secret, 1), 'and back');
accepted($stranger->domain_transfer_approve($domain), 'transfer approve');
accepted($epp->update_domain({name => $domain, add => {status => ['clientTransferProhibited']}}),
    'it is locked again');
ok($stranger->logout, 'logout');

# ---- and away with it ----

accepted($epp->create_domain({name => 'brief.example', period => 1, registrant => 'jana-1',
    contacts => {}, ns => ["ns1.$domain"], authInfo => $auth_info}), 'create a domain with a host');
accepted($epp->delete_domain('brief.example'), 'delete domain');
refused($epp->domain_info('brief.example'), 2303, 'its info');
refused($epp->delete_host("ns1.$domain"), 2305, 'deleting a host that is in use');
accepted($epp->create_host({name => "gone.$domain", addrs => [$addresses[1]]}), 'create host');
accepted($epp->delete_host("gone.$domain"), 'delete host');
accepted($epp->create_contact({%petr, id => 'gone-1', authInfo => $auth_info}), 'create contact');
accepted($epp->delete_contact('gone-1'), 'delete contact');
refused($epp->contact_info('gone-1'), 2303, 'its info');
ok($epp->logout, 'logout');

done_testing();
