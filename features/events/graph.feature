@EV-05
Feature: Who spoke where with whom
  Events are connected by the people who speak there, the companies that have to do with them and
  the topics they are about. Whoever follows these connections finds all of them, and no others.

  Rule: Connections are right and complete

    @critical
    Example: over fifty events, at every depth
      Given there are 50 events with 200 speakers and 100 companies
      Then each of 20 speakers is connected with everybody within 2 events, and with nobody else
      And each of 5 speakers is connected with everybody within 1 event, and with nobody else
      And each of 5 speakers is connected with everybody within 3 events, and with nobody else
      And everybody is listed by a part of their name, in any case

    @critical
    Example: companies, topics and what is beside an event
      Given there are 50 events with 200 speakers and 100 companies
      Then each company's events are all of its events, by date
      And each topic is related with all topics that share events with it, those that share most first
      And beside "AI hackathon" are all events with one of its speakers or companies

    Example: in a circle, alone, and elsewhere
      Given there are these events
        | event | speaker        | topics       | company |
        | One   | Ada, Bruno     | Bees, Robots | Öl & So |
        | Two   | Bruno, Chiara  | Bees         |         |
        | Three | Chiara, Ada    | Robots, Bees |         |
        | Four  | Chiara, Dagmar | Wasps        |         |
        | Five  | Ülo Hermit     |              |         |
      And there is an event of Ada and Xaver in another catalogue
      Then each speaker is connected with everybody within 2 events, and with nobody else
      And each topic is related with all topics that share events with it, those that share most first
      And everybody is listed by a part of their name, in any case
      And nobody is found who is of another catalogue, or of none

    Example: what comes connects at once, what is removed no longer
      Given there are these events
        | event | speaker       | company | topics       |
        | One   | Ada, Bruno    | Bold    | Bees, Robots |
        | Two   | Bruno, Chiara | Bold    | Robots, Soup |
        | Three | Dagmar        | Ember   | Soup, Bees   |
      And somebody has looked at all that is connected
      When Ines removes "Two"
      Then all that is connected is what follows from what there is now
      When Ines tells of these as well
        | event | speaker       | company     | topics |
        | Four  | Dagmar, Bruno | Bold, Ember | Robots |
      Then all that is connected is what follows from what there is now

    Example: what is told otherwise connects otherwise at once
      Given there are these events
        | event | speaker    | company | topics       |
        | One   | Ada, Bruno | Bold    | Bees, Robots |
        | Two   | Chiara     | Bold    | Soup, Bees   |
      And somebody has looked at all that is connected
      When Ines changes the topics of "Two" to "Robots"
      And Ines has "Bruno" of "Cobalt" at "One" instead of all others
      Then all that is connected is what follows from what there is now

  Rule: It is quick

    @alone
    Example: 95 % of connections within half a second, of simple queries within 50 milliseconds
      Given there are 50 events with 200 speakers and 100 companies
      Then 95 % of connections take half a second at most, and of simple queries 50 milliseconds
