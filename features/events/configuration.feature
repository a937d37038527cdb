@OP-03
Feature: Configuration of Events
  Whoever operates Events tells each service what it needs when it is started. A service that was told
  something wrong says so at once, instead of failing people later. What is secret stays secret.

  Rule: What a service is told is checked before it serves anybody

    @critical @needs.trial
    Scenario Outline: whatever is wrong with what <service> is told
      When another <service> is told each of its settings wrongly, in every way
      Then each time it ends before it serves anybody, naming all that is wrong, and telling nothing that is secret

      Examples:
        | service    |
        | events-api |
        | processor  |
        | extractor  |
        | event-site |

    @needs.trial
    Example: all that is wrong is named at once
      When another processor is started with a word for the port, the address of extractor and the sites that may be scraped
      Then it ends before it serves anybody, with one sentence that names the port, the address of extractor and the sites that may be scraped
      And it tells nothing that is secret

  Rule: What a service is told, it does

    @EV-11 @needs.settings @disrupts.events
    Example: other figures than the usual ones
      When processor is told to work at two small pages at once, not for long, and to look at robots.txt once
      Then it works at two small pages at once, not for long, and looks at robots.txt once
      When events-api is told of another site, and that people may ask and send less, and are signed in for less
      Then it takes pages of that site only, so many and no more, and what is sent if it is small
      And whoever signs in now is signed in for as long as it was told

  Rule: What is secret is told to nobody

    @critical @needs.logs
    Example: when much is refused
      Given Vera is signed in
      When Vera asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Events or of Vera

    @needs.trial @disrupts.events
    Scenario Outline: however much <service> logs
      When another <service> logs as much as it can, with each of its stores away in turn
      Then it logs no secret, not even the way into what is away

      Examples:
        | service    |
        | events-api |
        | processor  |

    @needs.control @needs.logs @disrupts.events
    Example: while the database is away
      Given Vera is signed in
      When postgres stops
      And Vera asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Events or of Vera
