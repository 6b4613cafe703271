resource "aws_sqs_queue" "q" {
  name = "q"
}

resource "aws_sqs_queue" "never" {
  name = "never"
  lifecycle {
    precondition {
      condition     = aws_sqs_queue.q.name == "other"
      error_message = "stops the plan"
    }
  }
}
