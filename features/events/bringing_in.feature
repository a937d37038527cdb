@EV-12
Feature: Bringing in what there was before
  A catalogue is filled from what an organiser has already: line by line, a hundred at a time.
  What is wrong with a line is told, and what is there afterwards can be looked through.

  Rule: An empty catalogue can be filled, the same way each time

    @critical
    Example: fifty events, two hundred speakers and a hundred companies
      When Ines fills her catalogue, and another one with the same number
      Then each has 50 events, 200 speakers and 100 companies, linked with each other, wherever one looks
      And the three that "AI hackathon" has to find are found, the best first
      And both tell the same
      And neither can be filled once more, nor one that has a single event

  Rule: Lines are brought in a hundred at a time, and bad ones are told

    @critical
    Example: two hundred and thirty lines, with bad ones among them
      When Ines brings in 230 lines with bad ones, empty ones and known ones among them
      Then the report tells of every line, in 3 batches
      And every good line is an event, and nothing else is

    @critical
    Example: all or nothing
      When Ines brings in 150 lines as a whole, the last of which is bad
      Then it is refused with the same report, and no line is an event
      When Ines brings in 150 lines as a whole, with empty ones and known ones among them
      Then the report tells of every line, in 2 batches
      And every good line is an event, and nothing else is

    Example: batches that are just full
      Then so many lines come in as so many batches
        | lines | batches |
        | 1     | 1       |
        | 100   | 1       |
        | 101   | 2       |
        | 200   | 2       |

  Rule: What there is can be looked through

    Example: what is missing
      Given there are these events
        | event | place | speaker     | date       | company     | topics       |
        | Whole | Basel | Ada         | 2027-05-01 | Bold, Ember | Bees         |
        | WHOLE | Basel | Bruno       | 2027-05-01 |             | Bees, Robots |
        | Bare  |       |             |            |             |              |
        | Late  | Bern  | Dwayne      |            | Bold        |              |
        | Early |       | Duane       | 2027-04-01 |             |              |
        | Early | Basel |             | 2027-04-08 |             |              |
        | Gone  | Basel | Zoë, Dwayne | 2027-05-02 |             |              |
      And there are the same events in another catalogue
      When Ines removes "Gone", after which one of its speakers speaks nowhere
      Then looking through the catalogue tells how much there is, and what is wrong with it

  Rule: A change of the schema that fails half-way leaves nothing

    @critical @needs.trial
    Example: tables, columns and rows
      Given there are these events
        | event | place |
        | Whole | Basel |
      When another events-api is told to change the schema in three steps, the last of which fails
      Then it ends before it serves anybody
      And schema and events are as they were
      And the first events-api serves as before
