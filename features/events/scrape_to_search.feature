@EV-01
Feature: From a page to an event that is found
  An organiser names a page, and what it tells of an event can soon be found by everybody: with
  its date and place, its speakers, companies and topics, and linked with them.

  Rule: What a page tells becomes an event that is found

    @critical
    Scenario Outline: a page <shape>
      Given the event site announces "Night of the thinking machine" on a page <shape>
      When Ines has "Night of the thinking machine" scraped
      Then it becomes an event that tells all that the page tells
      And the page was asked for once, and is kept as it came
      And everybody finds "Night of the thinking machine" by every text that it has
      And "Night of the thinking machine" is linked with its speakers, companies and topics

      Examples:
        | shape              |
        | in English         |
        | in German          |
        | in French          |
        | in Spanish         |
        | for machines       |
        | that is damaged    |
        | in another charset |
        | that is very long  |

    Scenario Outline: a page <shape>, as far as there is
      Given the event site announces "Night of the thinking machine" on a page <shape>
      When Ines has "Night of the thinking machine" scraped
      Then it becomes an event that tells all that the page tells

      Examples:
        | shape                                          |
        | with more than there is room for               |
        | for machines, with more than there is room for |

  Rule: It is found within 5 seconds

    @critical
    Example: almost always, also when ten come at once
      Given the event site announces 61 events on pages of every sort
      Then Ines has them scraped, ten at a time, and 95 % are found within 5 seconds
      And each tells all that its page tells

  Rule: A page that tells of no event makes none

    Example: an essay
      Given the event site has a page that tells of no event
      When Ines has "An essay" scraped
      Then it fails because there is no event on it and leaves no event
      When the page of "An essay" is mended
      And Ines has "An essay" scraped
      Then it becomes an event that tells all that the page tells
