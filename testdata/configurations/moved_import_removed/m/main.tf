resource "aws_sns_topic" "t" { name = "inside" }
moved {
  from = aws_sns_topic.s
  to   = aws_sns_topic.t
}
