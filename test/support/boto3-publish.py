"""Publishes to the simulator at argv[1] as a Python service would, and prints what came back as JSON."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

sns = boto3.client(
    "sns",
    endpoint_url=sys.argv[1],
    region_name="ap-south-1",
    aws_access_key_id="simulated",
    aws_secret_access_key="simulated",
)
sender = {"AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": "ACMEIN"}}
accepted = sns.publish(PhoneNumber="+919876543210", Message="नमस्ते & <hi>", MessageAttributes=sender)
try:
    sns.publish(PhoneNumber="nobody", Message="hi")
    refused = None
except ClientError as error:
    refused = [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
print(
    json.dumps(
        {
            "accepted": bool(accepted["MessageId"]),
            "refused": refused,
            "optedOut": sns.list_phone_numbers_opted_out()["phoneNumbers"],
        }
    )
)
