@EV-07
Feature: Many at once
  Events and pages can be told of fifty at a time. What becomes of each is reported, and what is
  wrong with one does not concern the others.

  Rule: Up to fifty events at a time, each on its own

    @critical
    Example: fifty
      When Ines tells of 50 events at once
      Then each is reported as created, and is there

    @critical
    Example: bad ones among them
      When Ines tells of events at once, among them
        | what is wrong                       | refused for |
        | one without a name                  | name        |
        | one whose name is too long          | name        |
        | one with a date that is none        | date        |
        | one with a speaker who has no name  | speakers    |
        | one that is no event at all         | event       |
        | one with an address that is known   |             |
        | one with the address of another one |             |
      Then each bad one is reported with what is wrong with it
      And all others are reported as created, and are there

    Example: only bad ones
      When Ines tells of 3 events without a name at once
      Then each is reported as failed, and nothing is there

    Scenario Outline: <count> events
      When Ines tells of <count> events at once
      Then it is refused as a whole, and nothing is there

      Examples:
        | count |
        | 51    |
        | 0     |

  Rule: Up to fifty pages at a time, ten of them at the same moment

    @critical @alone
    Example: ten at the same moment
      Given the event site announces 11 events on pages that are slow
      When Ines has all of them scraped at once
      Then each becomes an event, once, without being asked for again, and is counted once
      And ten of their pages were asked for at the same moment

    @critical
    Example: bad addresses among them
      Given the event site announces 3 events
      When Ines has all of them scraped at once, with these among them
        | what              | refused because         |
        | another site      | the site is not allowed |
        | this machine      | the address is private  |
        | no address at all | the address is none     |
      Then each bad address is reported with what is wrong with it
      And each becomes an event, once, without being asked for again
      When Ines has all of them scraped at once
      Then all of them are known already, and no page is asked for again

    Example: fifty
      When Ines has 50 pages of another site scraped at once
      Then each of the fifty is reported as refused

    Scenario Outline: <count> pages
      When Ines has <count> pages of another site scraped at once
      Then it is refused as a whole, and nothing is there

      Examples:
        | count |
        | 51    |
        | 0     |
