resource "aws_ebs_volume" "worse" {
  availability_zone = "us-east-1a"
  size              = 8
  encrypted         = true
}

resource "aws_ebs_volume" "better" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "moves" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "better_first" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "grows" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "stays" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "goes" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "forgotten" {
  availability_zone = "us-east-1a"
  size              = 8
}
