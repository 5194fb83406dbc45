#!/usr/bin/perl
# A registrar's session against the sandbox, with clients that were written elsewhere: Net::EPP and
# whois. Each step prints what was asked and what came back; the first surprise ends it with 1.
#
# usage: tour.pl --stele PROGRAM --data DIR --ready FILE    the session
#        tour.pl --describe --ready FILE                    how to connect, as text
use strict;
use warnings;
use Getopt::Long;
use JSON::PP;
use Net::EPP::Simple;

my ($stele, $data, $ready_file, $describe);
GetOptions('stele=s' => \$stele, 'data=s' => \$data, 'ready=s' => \$ready_file,
    'describe' => \$describe)
    && $ready_file
    or die "usage: tour.pl --stele PROGRAM --data DIR --ready FILE | --describe --ready FILE\n";
$| = 1;

my $ready = decode_json(slurp($ready_file));
if ($describe) {
    print_connection();
    exit 0;
}

my $zone = 'example';
my $domain = "first-steps.$zone";
my $host = "ns1.$domain";
my ($reg, $other) = @{$ready->{registrars}};

my $before = records();
my $epp = login($reg);
register_domain();
refused_to_others();
renew();
$epp->logout;
ask_whois();
show_zone();
show_journal();
print "\n== done: $domain is registered, published, and proved by the journal\n";

# ---- the session ----

sub login {
    my ($who) = @_;
    headline("EPP: $who->{id} logs in to $ready->{epp}{host}:$ready->{epp}{port} over TLS,"
        . ' with its certificate');
    my $session = Net::EPP::Simple->new(
        host => $ready->{epp}{host}, port => $ready->{epp}{port}, load_config => 0, reconnect => 0,
        user => $who->{id}, pass => $who->{password}, cert => $who->{cert}, key => $who->{key},
        verify => 1, ca_file => $ready->{ca}, timeout => 20)
        or stop("login: $Net::EPP::Simple::Error");
    answer('login', $who->{id});
    return $session;
}

sub register_domain {
    headline("EPP: is $domain free?");
    my $free = $epp->check_domain($domain);
    expect(defined $free && $free eq '1', "check domain $domain");
    print "   $domain is available\n";

    headline('EPP: a contact, the domain, a name server below it');
    expect($epp->create_contact({
        id => 'tour-jana', voice => '+420.222745111', fax => '', email => 'jana@example.net',
        authInfo => auth_info(),
        postalInfo => {int => {name => 'Jana Novakova', org => 'First Steps Ltd', addr => {
            street => ['Milesovska 1136'], city => 'Praha', pc => '13000', cc => 'CZ'}}},
    }), 'create contact', 'tour-jana');
    expect($epp->create_domain({
        name => $domain, period => 1, registrant => 'tour-jana',
        contacts => {admin => 'tour-jana', tech => 'tour-jana'}, authInfo => auth_info(),
    }), 'create domain', $domain);
    expect($epp->create_host({name => $host, addrs => [
        {ip => '192.0.2.53', version => 'v4'}, {ip => '2001:db8::53', version => 'v6'}]}),
        'create host', $host);
    expect($epp->update_domain({name => $domain, add => {ns => [$host]}}), 'update domain',
        "$domain, add name server $host");
    show_domain();
}

sub show_domain {
    headline("EPP: info $domain");
    my $info = $epp->domain_info($domain) or stop("info: $Net::EPP::Simple::Error");
    for my $field (qw(roid clID registrant crDate exDate)) {
        print "   $field: $info->{$field}\n";
    }
    print '   status: ', join(' ', sort @{$info->{status}}), "\n";
    print '   name servers: ', join(' ', @{$info->{ns}}), "\n";
    return $info;
}

sub refused_to_others {
    return unless $other;
    my $stranger = login($other);
    my $changed = $stranger->update_domain({name => $domain, rem => {ns => [$host]}});
    stop("$other->{id} could change ${domain}, which it does not sponsor")
        if $changed || $Net::EPP::Simple::Code != 2201;
    answer('update domain', "$domain, as $other->{id}");
    $stranger->logout;
}

sub renew {
    my $before = $epp->domain_info($domain)->{exDate};
    headline("EPP: renew $domain for two years");
    expect($epp->renew_domain(
        {name => $domain, cur_exp_date => substr($before, 0, 10), period => 2}), 'renew domain',
        $domain);
    my $after = $epp->domain_info($domain)->{exDate};
    print "   expires $before -> $after\n";
    stop('the year did not move by two') if substr($after, 0, 4) - substr($before, 0, 4) != 2;
}

sub ask_whois {
    headline("WHOIS: whois -h $ready->{whois}{host} -p $ready->{whois}{port} $domain");
    my $text = run('whois', '-h', $ready->{whois}{host}, '-p', $ready->{whois}{port}, $domain);
    print indent($text);
    stop('WHOIS does not show the domain') if $text !~ /\Q$domain\E/i;
}

sub show_zone {
    headline("zone: stele zone export $zone");
    my $text = run($stele, 'zone', 'export', $zone, '--data', $data);
    print indent($text);
    stop('the zone does not delegate the domain') if $text !~ /first-steps.*\sNS\s/i;
    stop('the zone has no glue for the name server') if $text !~ /\b192\.0\.2\.53\b/;
}

sub show_journal {
    headline("journal: the positions that made it (stele journal tail --from $before)");
    my $text = run($stele, 'journal', 'tail', '--data', $data, '--from', $before);
    print indent($text);
    stop('the journal does not name the domain') if $text !~ /\Q$domain\E/;
    headline('journal: its head (stele journal head)');
    print indent(run($stele, 'journal', 'head', '--data', $data));
}

sub records {
    return decode_json(run($stele, 'journal', 'head', '--data', $data, '--json'))->{records};
}

# ---- words ----

sub print_connection {
    print "\n== connect\n";
    printf "   EPP    %s:%s, TLS with a client certificate; CA %s\n",
        @{$ready->{epp}}{qw(host port)}, $ready->{ca};
    printf "   WHOIS  whois -h %s -p %s DOMAIN\n", @{$ready->{whois}}{qw(host port)};
    print '   zones  ', join(', ', @{$ready->{zones}}), "\n";
    for my $registrar (@{$ready->{registrars}}) {
        printf "   %-6s password %s\n          certificate %s\n          key %s\n",
            @{$registrar}{qw(id password cert key)};
    }
    printf "   by hand: openssl s_client -connect %s:%s -CAfile %s -cert %s -key %s\n",
        @{$ready->{epp}}{qw(host port)}, $ready->{ca}, @{$ready->{registrars}[0]}{qw(cert key)};
}

sub headline { print "\n== $_[0]\n" }

sub answer {
    my ($command, $about) = @_;
    print "   $command $about -> $Net::EPP::Simple::Code $Net::EPP::Simple::Message\n";
}

sub expect {
    my ($ok, $command, $about) = @_;
    stop("$command: " . ($Net::EPP::Simple::Code // 'no answer') . " $Net::EPP::Simple::Error")
        unless $ok;
    answer($command, $about) if defined $about;
}

sub stop {
    print STDERR "tour: $_[0]\n";
    exit 1;
}

# As RFC 9154 wants it: at least 128 bits.
sub auth_info {
    open my $random, '<:raw', '/dev/urandom' or stop("/dev/urandom: $!");
    read $random, my $bytes, 16;
    return 'A-' . unpack('H*', $bytes) . '-z9';
}

sub run {
    my @command = @_;
    open my $pipe, '-|', @command or stop("$command[0]: $!");
    my $text = do { local $/; <$pipe> } // '';
    close $pipe or stop("@command ended with " . ($? >> 8));
    return $text;
}

sub slurp {
    open my $file, '<', $_[0] or stop("$_[0]: $!");
    local $/;
    return <$file>;
}

sub indent { return join '', map { "   $_\n" } split /\r?\n/, $_[0] }
