@EV-02
Feature: Nothing is lost while processor is away
  Pages are asked for at any time. While that which fetches them is away they wait, and whoever
  asks how they get on is told to come back; when it is there again, it goes on by itself.

  Rule: What is asked for while processor is away is done when it is back

    @critical @needs.control @disrupts.events
    Scenario Outline: while processor <is away>
      Given the event site announces 5 events, and a page that fails was asked for 3 times
      When processor <is away>
      And Ines has each of them scraped
      And events-api is restarted
      Then each is accepted, waits, and is no event yet
      When processor is back
      Then each becomes an event, once, but for the page that fails when it is asked for the 4th time

      Examples:
        | is away |
        | stops   |
        | dies    |

    @needs.control @disrupts.events
    Example: what needs neither it nor Redis works meanwhile, and what does says when to ask again
      Given the event site announces 5 events
      When processor stops
      And redis stops
      And Ines has each of them scraped
      Then how the work goes on is not told now, but when to ask again
      And Ines can tell of an event by hand, which everybody finds

    @needs.control @disrupts.events
    Example: more pages than are handed over at once
      When processor stops
      And Ines has 105 pages scraped that are not there
      And processor is back
      Then each of those is asked for and fails, once, and nothing is left to do

    @needs.control @disrupts.events
    Scenario Outline: a catalogue is removed meanwhile, in which <what there is>
      Given the event site announces 2 events
      And one of them is an event of another catalogue as well
      When processor stops
      And Ines removes the other catalogue, in which <what there is>
      Then processor has still to be told of it
      When processor is back
      Then nothing is left of the other catalogue

      Examples:
        | what there is     |
        | a page is waiting |
        | all is done       |

  Rule: What was accepted becomes an event once, whatever happens meanwhile

    @critical @needs.control @disrupts.events
    Scenario Outline: while <misfortune>
      When for 2 seconds Ines has page after page scraped while <misfortune>
      Then every page that was accepted becomes an event, once
      And nothing is left to do

      Examples:
        | misfortune                      |
        | processor dies again and again  |
        | processor hangs for 3 seconds   |
        | extractor is away for 2 seconds |
        | extractor dies again and again  |
        | events-api dies again and again |
        | postgres is restarted           |

    @needs.control @needs.lines @disrupts.events
    Scenario Outline: while <misfortune>
      When for 2 seconds Ines has page after page scraped while <misfortune>
      Then every page that was accepted becomes an event, once
      And nothing is left to do

      Examples:
        | misfortune                                                           |
        | the line between events-api and processor breaks off again and again |
        | the line between processor and its database is cut for a second      |
        | the line between processor and events-api stalls again and again     |
        | the line between processor and event-site is cut for a second        |

  Rule: Whoever asks while a store is away is told all the same, or when to ask again

    @needs.control @needs.credentials @disrupts.events
    Example: the database
      Given all that Events tells has been looked at, and Vera has an account
      When postgres stops
      And everybody asks for all that Events offers, and services for all that they tell each other
      Then each of it is refused for now, and it is told when to ask again

    @needs.control @needs.credentials @disrupts.events
    Example: what is only remembered
      Given all that Events tells has been looked at, and Vera has an account
      When redis stops
      Then all of it is told as before, and Vera can sign in and out
