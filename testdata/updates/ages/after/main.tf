resource "aws_iam_user" "robot" {
  name = "robot"
}

resource "aws_iam_access_key" "old" {
  user = aws_iam_user.robot.name
}

resource "aws_iam_access_key" "young" {
  user = aws_iam_user.robot.name
}

resource "aws_acm_certificate" "ends" {
  domain_name       = "ends.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate" "lasts" {
  domain_name       = "lasts.example.com"
  validation_method = "DNS"
}

resource "aws_iam_access_key" "new" {
  user = aws_iam_user.robot.name
}
