@EV-08
Feature: The same thing is there once
  Whatever is told of twice is one: a page by its address, however it is written, and a speaker
  whose name is nearly the same. Where that is not certain, somebody decides.

  Rule: The same address is one event

    @critical
    Example: scraped twice
      Given the event site announces "Twice" on a page in English
      When Ines has "Twice" scraped
      Then it becomes an event that tells all that the page tells
      When Ines has "Twice" scraped once more
      Then it is known already, and the page is not asked for again

    Example: scraped once more after its event was removed
      Given the event site announces "Twice" on a page in English
      When Ines has "Twice" scraped
      Then it becomes an event that tells all that the page tells
      When Ines removes "Twice"
      And Ines has "Twice" scraped
      Then it becomes an event that tells all that the page tells

    @critical
    Example: by five at the same moment
      Given the event site announces "Five" on a page in English
      When 5 programs have "Five" scraped at the same moment
      Then all of them get the same scrape
      And it becomes an event that tells all that the page tells
      And the page was asked for 1 time, and is not any more

    Scenario Outline: an address with <what>
      Given the event site announces "One" on a page in English
      When Ines has "One" scraped
      Then it becomes an event that tells all that the page tells
      When Ines has the address of "One" scraped with <what>
      Then it is known already, and the page is not asked for again

      Examples:
        | what                 |
        | a fragment           |
        | a campaign           |
        | its host in capitals |

    Example: an address with another query is another one
      Given the event site announces "One" on a page in English
      When Ines has "One" scraped
      Then it becomes an event that tells all that the page tells
      And the same address with other queries becomes other events

    Scenario Outline: a page that <leads there>
      Given the event site announces "One" on a page in English
      And the event site has a page that <leads there>
      When Ines has "One" scraped
      Then it becomes an event that tells all that the page tells
      When Ines has the other page scraped
      Then it ends as the same event, and there is no other

      Examples:
        | leads there                   |
        | has moved to it               |
        | says that it is the right one |

    Example: told by hand
      Given the event site announces "One" on a page in English
      When Ines has "One" scraped
      Then it becomes an event that tells all that the page tells
      When Ines tells of an event with the address of "One"
      Then it is refused, and names the event that is known

    Example: told by hand before
      Given the event site announces "One" on a page in English
      When Ines tells of an event with the address of "One"
      And Ines has "One" scraped
      Then it becomes an event that tells all that the page tells
      And it is the one that was told by hand

    @needs.credentials
    Example: told of once more by service to service, when it is done
      Given the event site announces "One" on a page in English
      When Ines has "One" scraped
      Then it becomes an event that tells all that the page tells
      And whatever services tell each other of it once more changes nothing

    Example: a catalogue by its name
      Given there are these events
        | event |
        | One   |
      Then neither Otto nor Ada nor its keeper can make another catalogue of its name, or of everybody's

    Example: an address of another site, in each way in which it can be written
      Then these are addresses of one page
        | what                                |
        | as it is                            |
        | its usual port                      |
        | a fragment                          |
        | a campaign                          |
        | its host in capitals                |
        | its usual port, and all of the rest |
      And these are addresses of pages of their own
        | what                          |
        | as it is                      |
        | its query the other way round |
        | a word alone                  |
        | another word alone            |
        | a word that is nothing        |
        | a word twice                  |
        | a slash at the end            |
        | its query in capitals         |
        | its path in capitals          |
        | a blank                       |
        | a blank that is escaped       |
        | a letter that is escaped      |

    Example: in another catalogue it is another event
      Given the event site announces "One" on a page in English
      When Ines has "One" scraped
      Then it becomes an event that tells all that the page tells
      And it becomes another event in another catalogue

  Rule: Speakers whose names are nearly the same are one, or somebody decides

    @critical
    Example: by how much they are alike, and where they work
      Then two speakers who are announced one after the other, or together, are
        | first               | second             | they are       |
        | Martha              | Marhta             | one            |
        | Abroms              | Abrams             | one            |
        | Dr. Ana Müller, PhD | ANA MULLER         | one            |
        | Frau Prof. Ana Roy  | Sir Ana Roy, MBA   | one            |
        | Éloïse Çelik        | Eloise Celik       | one            |
        | Jellyfish of Bold   | Smellyfish of Bold | one            |
        | Jellyfish           | Smellyfish         | to be reviewed |
        | Dwayne              | Duane              | to be reviewed |
        | Dixon               | Dicksonx           | to be reviewed |
        | Martha of Bold      | Marhta of Cobalt   | to be reviewed |
        | Martha of Bold      | Marhta             | one            |
        | Jellyfish           | Smellyfish of Bold | to be reviewed |
        | Jellyfish of Bold   | Smellyfish of BOLD | one            |
        | Marten              | Morten             | one            |
        | Laura               | Lauren             | to be reviewed |
        | Boris               | Moritz             | to be reviewed |
        | Svenja              | Stefan             | two            |
        | Dwayne of Bold      | Duane of Cobalt    | two            |
        | Ada                 | Bruno              | two            |

    @critical
    Example: announced for eight events at the same moment
      When 8 programs tell of an event with the speaker "Martha" at the same moment
      Then there is one speaker "Martha", who speaks at all 8 events

    Example: announced on twelve pages that are scraped at the same moment
      Given the event site announces 12 events on pages with three of many names
      When Ines has all of them scraped at once
      Then each becomes an event, once, without being asked for again
      And every speaker, company and topic is there once

    Example: like two who are known
      Given there are these events
        | event | speaker |
        | One   | Johanna |
        | Two   | Anna    |
      When Ines tells of these as well
        | event | speaker |
        | Three | Hanna   |
      Then "Johanna" speaks at "One", and "Anna" at "Two" and "Three"

  Rule: What is to be reviewed is decided once, by who keeps the catalogue

    @critical
    Example: they are the same
      Given there are these events
        | event | speaker       |
        | One   | Dwayne        |
        | Two   | Duane         |
        | Three | Dwayne, Duane |
      And somebody has looked at all that is connected
      When Ines decides that "Dwayne" and "Duane" are the same
      Then "Dwayne" speaks at "One", "Two" and "Three", and "Duane" is nobody
      And all that is connected is what follows from what there is now
      And what is found by each of these is what has all of its words, as well as they stand
        | query  |
        | dwayne |
      And it cannot be decided again

    Example: they are not
      Given there are these events
        | event | speaker |
        | One   | Dwayne  |
        | Two   | Duane   |
      When Ines decides that "Dwayne" and "Duane" are not the same
      And Ines tells of these as well
        | event | speaker |
        | Three | Duane   |
      Then "Dwayne" speaks at "One", and "Duane" at "Two" and "Three"
      And it cannot be decided again

    Example: two who are, and two others
      Given there are these events
        | event | speaker          |
        | One   | Dixon, Dwayne    |
        | Two   | Dicksonx of Bold |
        | Three | Duane            |
      Then these are to be reviewed, the likeliest first
        | one    | other    | alike |
        | Dwayne | Duane    | 0.84  |
        | Dixon  | Dicksonx | 0.81  |
      When Ines decides that "Dixon" and "Dicksonx" are the same
      Then it cannot be decided again
      And these are to be reviewed, the likeliest first
        | one    | other | alike |
        | Dwayne | Duane | 0.84  |

    Example: nobody else decides
      Given there are these events
        | event | speaker |
        | One   | Dwayne  |
        | Two   | Duane   |
      Then neither Vera nor Otto may see or decide what is to be reviewed
