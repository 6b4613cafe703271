control "Team.1" {
  slug     = "bucket-has-owner"
  severity = "low"
  category = ["Identify", "Inventory"]
  title = {
    en = "S3 buckets name the team that owns them"
    ja = "S3 バケットに所有チームのタグが付いている"
  }
  why = {
    en = "When a bucket is leaked or costs too much, somebody has to be asked. A tag that names a team is found faster than the person who once created the bucket."
    ja = "バケットの情報が漏えいしたり費用が膨らんだりしたときは、まず担当者を探します。チーム名のタグがあれば、作成者をたどるより早く見つかります。"
  }
  decides    = "checked"
  frameworks = { "team-handbook" = ["inventory-3"] }

  parameter "tagKey" {
    default = "owner"
    description = {
      en = "Key of the tag"
      ja = "タグのキー"
    }
  }
  parameter "teams" {
    default = ["platform", "shop", "data"]
    description = {
      en = "Names that count"
      ja = "有効なチーム名"
    }
  }

  check "aws_s3_bucket" {
    # Buckets of Terraform's own state belong to nobody else.
    filter = default(attrs.bucket, "") != "example-terraform-state"
    locals {
      owner = default(try(attrs.tags[param.tagKey], null), "")
    }
    enforce {
      condition = contains(param.teams, local.owner)
      at        = "tags"
      error_message = {
        en = "no team is named by the tag ${param.tagKey}; known are ${join(", ", param.teams)}"
        ja = "タグ ${param.tagKey} にチーム名がない (${join("、", param.teams)} のいずれか)"
      }
    }
    no_fix = {
      en = "only the people who use the bucket know whose it is: add the tag with the name of their team"
      ja = "所有チームは利用者にしか分からない。該当するチームの名前をタグに設定する"
    }
  }

  remediation {
    console = {
      en = ["Open the bucket in the S3 console and choose Properties.", "Add the tag with the name of the team."]
      ja = ["S3 コンソールでバケットの「プロパティ」を開く。", "チーム名のタグを追加する。"]
    }
    cli = "aws s3api put-bucket-tagging --bucket BUCKET --tagging 'TagSet=[{Key=owner,Value=platform}]'"
  }

  example "fail" "no tags" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
    }
  }

  example "fail" "a person" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      tags   = { owner = "hanako" }
    }
  }

  example "pass" "a team" {
    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      tags   = { owner = "platform" }
    }
  }

  example "pass" "another key and other teams" {
    params = { tagKey = "team", teams = ["games"] }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      tags   = { team = "games" }
    }
  }

  example "unknown" "the team is decided at apply" {
    resource "terraform_data" "team" {
      input = "platform"
    }

    resource "aws_s3_bucket" "data" {
      bucket = "example-data"
      tags   = { owner = terraform_data.team.output }
    }
  }
}
