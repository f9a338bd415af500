#!/usr/bin/env perl
# A player for Kuroshio in Perl: orders what is most likely to succeed, and gives the mildest answer there is.
use strict;
use warnings;
use JSON::PP;

$| = 1;    # each line leaves at once
my $json = JSON::PP->new->canonical;

sub say_line { print $json->encode( $_[0] ), "\n" }

sub ask_odds {    # ways out of 36 by line of play; undef where no die decides
    say_line( { odds => $_[0] } );
    my $line = <STDIN> // exit;
    return $json->decode($line)->{odds};
}

sub choice {
    my ($said) = @_;
    my @legal = @{ $said->{legal} };
    return $legal[0] if $said->{question}{kind} ne "order";
    my $odds = ask_odds( \@legal );
    my ( $best, $ways ) = ( 0, -1 );
    for my $i ( 0 .. $#legal ) {
        my $at_least_success = $odds->[$i] ? $odds->[$i][2] + $odds->[$i][3] : 0;
        ( $best, $ways ) = ( $i, $at_least_success ) if $at_least_success > $ways;
    }
    return $legal[$best];
}

while ( my $line = <STDIN> ) {
    my $said = $json->decode($line);
    if    ( $said->{say} eq "hello" )  { say_line( { protocol => 1, name => "Cautious, in Perl" } ) }
    elsif ( $said->{say} eq "choose" ) { say_line( { play => choice($said) } ) }
    elsif ( $said->{say} eq "quit" )   { last }
}
